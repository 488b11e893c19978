import type { GrantedScope } from '@/domain/authority/granted-scopes';

type Operation = GrantedScope['operations'][number];

export type OpenedApi = { api: GrantedScope['api']; operations: Operation[] };

/** What these scopes open together, each operation once, by API; no scope chosen means all of them. */
export function openedOperations(
  scopes: readonly GrantedScope[],
  chosenIds: readonly string[],
): { apis: OpenedApi[]; count: number } {
  const chosen = new Set(chosenIds);
  const apis = new Map<string, { api: GrantedScope['api']; byName: Map<string, Operation> }>();
  for (const { id, api, operations } of scopes) {
    if (chosen.size > 0 && !chosen.has(id)) continue;
    const entry = apis.get(api.id) ?? { api, byName: new Map<string, Operation>() };
    apis.set(api.id, entry);
    for (const operation of operations) entry.byName.set(operation.name, operation);
  }
  const opened = [...apis.values()].map(({ api, byName }) => ({
    api,
    operations: [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
  }));
  return {
    apis: opened,
    count: opened.reduce((sum, { operations }) => sum + operations.length, 0),
  };
}
