import type { Queryable } from '@/db/client';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { loadGroupTarget } from './group-target';

/** The ids of the groups that a field `groups` names, by id or slug. */
export async function findGroups(
  db: Queryable,
  named: readonly string[],
): Promise<string[] | Refusal> {
  const ids = new Set<string>();
  for (const [index, name] of named.entries()) {
    const group = await loadGroupTarget(db, name);
    if (isRefusal(group)) return invalid(`groups.${index}`, `There is no group “${name}”.`);
    ids.add(group.id);
  }
  return [...ids];
}
