// Only its origin matters: nothing is ever asked of it.
const here = 'https://keyward.invalid';

/**
 * Where to go after signing in: the wanted path where it stays on this site, else the overview.
 * Whatever a browser could read as another origin (`//host`, `/\host`, tabs inside) is refused.
 */
export function returnPath(wanted: string | undefined): string {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, here)) return '/';
  const url = new URL(wanted, here);
  // `/.//host` stays on this origin here, but its normal form would not.
  if (url.origin !== here || url.pathname.startsWith('//')) return '/';
  if (/^\/(sign-in|setup|api)(\/|$)/.test(url.pathname)) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
