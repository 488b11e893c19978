/** A scope as the picker shows it. */
export type ScopeOption = {
  id: string;
  /** `api/scope` */
  qualified: string;
  name: string;
  description: string;
  api: { slug: string; name: string };
  operationCount: number;
  /** Whether it hands out rights over Keyward itself. */
  controlsKeyward: boolean;
};

export type ScopeSection = { api: ScopeOption['api']; scopes: ScopeOption[] };

/** The scopes in which every word occurs, and, where given, that are among `only`; by API, then name. */
export function scopeSections(
  scopes: readonly ScopeOption[],
  search: string,
  only: ReadonlySet<string> | null,
): ScopeSection[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const byApi = new Map<string, ScopeSection>();
  for (const scope of scopes) {
    const text = `${scope.qualified} ${scope.api.name} ${scope.description}`.toLowerCase();
    if (!words.every((word) => text.includes(word)) || only?.has(scope.id) === false) continue;
    const section = byApi.get(scope.api.slug) ?? { api: scope.api, scopes: [] };
    byApi.set(scope.api.slug, section);
    section.scopes.push(scope);
  }
  const sections = [...byApi.values()].sort((a, b) => a.api.slug.localeCompare(b.api.slug, 'en'));
  for (const { scopes: ofApi } of sections) {
    ofApi.sort((a, b) => a.name.localeCompare(b.name, 'en'));
  }
  return sections;
}
