import { eq, inArray, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { loadGroupSnapshots } from '@/domain/decision/load-snapshots';
import type { GroupSnapshot } from '@/domain/decision/snapshot';
import { ownMembership, tokenStatus } from '@/domain/tokens/token-view';
import { inOrder } from './change';
import type { Consequence } from './plan-view';

interface Held {
  readonly group: string;
  readonly operations: ReadonlySet<string>;
}

/** Tokens that work now, by id, with their effective operations: as decisions would have them. */
export async function effectsNow(db: Queryable): Promise<ReadonlyMap<string, Held>> {
  const rows = await db
    .select({
      id: tokens.id,
      groupId: tokens.groupId,
      restricted: tokens.restricted,
      scopes: sql<
        string[]
      >`coalesce((select array_agg(${tokenScopes.scopeId} order by ${tokenScopes.scopeId})
        from ${tokenScopes} where ${tokenScopes.tokenId} = ${tokens.id}), '{}')`,
    })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .where(inArray(tokenStatus, ['active', 'expiring']));
  const snapshots = await loadGroupSnapshots(db, [...new Set(rows.map(({ groupId }) => groupId))]);
  const opened = new Map<string, ReadonlySet<string>>();
  return new Map(
    rows.flatMap(({ id, groupId, restricted, scopes }) => {
      const group = snapshots.get(groupId);
      if (!group) return [];
      const key = `${groupId} ${restricted ? scopes.join(' ') : '*'}`;
      const operations =
        opened.get(key) ?? operationsOf(group, restricted ? new Set(scopes) : null);
      opened.set(key, operations);
      return [[id, { group: group.slug, operations }] as const];
    }),
  );
}

function operationsOf(group: GroupSnapshot, within: ReadonlySet<string> | null): Set<string> {
  const names = new Set<string>();
  for (const [api, operations] of group.grants) {
    for (const [operation, scopes] of operations) {
      if (within === null || scopes.some(({ id }) => within.has(id))) {
        names.add(`${api} ${operation}`);
      }
    }
  }
  return names;
}

/** What differs between two moments, group by group; groups whose tokens are as they were are left out. */
export function compareEffects(
  before: ReadonlyMap<string, Held>,
  after: ReadonlyMap<string, Held>,
): Consequence[] {
  const byGroup = new Map<string, Tally>();
  const tallyOf = (group: string) => {
    const tally = byGroup.get(group) ?? new Tally();
    byGroup.set(group, tally);
    return tally;
  };
  for (const [id, was] of before) {
    const is = after.get(id);
    if (is) tallyOf(was.group).compare(was.operations, is.operations);
    else tallyOf(was.group).stopped += 1;
  }
  for (const [id, is] of after) if (!before.has(id)) tallyOf(is.group).working += 1;
  return [...byGroup]
    .filter(([, tally]) => tally.differs)
    .sort(([one], [other]) => inOrder(one, other))
    .map(([group, tally]) => ({ group, ...tally.told() }));
}

class Tally {
  stopped = 0;
  working = 0;
  readonly #gain = { tokens: 0, operations: new Set<string>() };
  readonly #lose = { tokens: 0, operations: new Set<string>() };

  compare(was: ReadonlySet<string>, is: ReadonlySet<string>): void {
    if (was === is) return;
    note(this.#gain, is, was);
    note(this.#lose, was, is);
  }

  get differs(): boolean {
    return this.stopped + this.working + this.#gain.tokens + this.#lose.tokens > 0;
  }

  told() {
    const told = ({ tokens: count, operations }: { tokens: number; operations: Set<string> }) => ({
      tokens: count,
      operations: operations.size,
    });
    const { stopped, working } = this;
    return { gain: told(this.#gain), lose: told(this.#lose), stopped, working };
  }
}

function note(
  into: { tokens: number; readonly operations: Set<string> },
  one: ReadonlySet<string>,
  other: ReadonlySet<string>,
): void {
  let isMoved = false;
  for (const name of one) {
    if (other.has(name)) continue;
    into.operations.add(name);
    isMoved = true;
  }
  if (isMoved) into.tokens += 1;
}
