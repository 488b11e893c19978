import { asc, inArray, isNull } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis } from '@/db/schema/apis';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { lostEvents } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { trustRules } from '@/db/schema/workloads';
import type { OperationName } from '@/domain/base/operation-names';

/** Lost changes that took rights away: what has to be done again, or knowingly left. */
export const STOPPING_ACTIONS = [
  'tokens.revoke',
  'tokens.revokeSelf',
  'tokens.revokeFamily',
  'tokens.revokeMatching',
  'leaks.stop',
  'tokens.suspend',
  'identities.suspend',
  'identities.stop',
  'groups.freeze',
  'apis.freeze',
  'trustRules.delete',
] as const satisfies readonly OperationName[];
export type StoppingAction = (typeof STOPPING_ACTIONS)[number];

export const isStoppingAction = (action: string): action is StoppingAction =>
  (STOPPING_ACTIONS as readonly string[]).includes(action);

/** What the thing a lost stop was about is in the restored database. */
export type StateNow = 'live' | 'stopped' | 'missing';

/** Lost events that nobody has settled, oldest first. */
export const readLostEvents = (db: Queryable) =>
  db.select().from(lostEvents).where(isNull(lostEvents.settledAt)).orderBy(asc(lostEvents.seq));

/** State by id of whichever of these tokens, identities, groups, APIs and trust rules are there. */
export async function readStates(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StateNow>> {
  const states = new Map<string, StateNow>();
  if (ids.length === 0) return states;
  for (const table of [tokens, identities, groups, apis] as const) {
    const rows: { id: string; state: string }[] = await db
      .select({ id: table.id, state: table.state })
      .from(table)
      .where(inArray(table.id, [...ids]));
    for (const { id, state } of rows) states.set(id, state === 'active' ? 'live' : 'stopped');
  }
  // A rule that is there gives tokens.
  const rules = await db
    .select({ id: trustRules.id })
    .from(trustRules)
    .where(inArray(trustRules.id, [...ids]));
  for (const { id } of rules) states.set(id, 'live');
  return states;
}
