/** What a race for the slug of a service account is answered with. */
export const SLUG_TAKEN = { path: 'slug', message: 'A service account with this slug exists.' };

/** The slug that a name suggests; empty where it has neither letters nor digits. */
export const slugFrom = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64)
    .replace(/-+$/, '');
