import { eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { scopesWithin } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadTokenSnapshots } from '@/domain/decision/load-snapshots';
import type { GroupSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';
import { ownMembership, tokenStatus, WORKING_STATUSES } from '@/domain/tokens/token-view';
import { inOrder } from './change';
import type { Consequence } from './plan-view';

interface Held {
  readonly group: string;
  readonly operations: ReadonlySet<string>;
}

/** Tokens that work now, by id, with their effective operations: as decisions would have them. */
export async function effectsNow(db: Queryable): Promise<ReadonlyMap<string, Held>> {
  const rows = await db
    .select({ secretSha256: tokens.secretSha256 })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .where(inArray(tokenStatus, WORKING_STATUSES));
  const hashes = rows.map(({ secretSha256 }) => secretSha256);
  const held = [...(await loadTokenSnapshots(db, hashes)).values()];
  const snapshots = await loadGroupSnapshots(db, [...new Set(held.map(({ groupId }) => groupId))]);
  const opened = new Map<string, ReadonlySet<string>>();
  return new Map(
    held.flatMap(({ groupId, token }) => {
      const group = snapshots.get(groupId);
      if (!group) return [];
      // Most tokens of a group are cut down alike.
      const key = JSON.stringify([groupId, ...limitsOf(token)]);
      const operations = opened.get(key) ?? operationsOf(group, token);
      opened.set(key, operations);
      return [[token.id, { group: group.slug, operations }] as const];
    }),
  );
}

type Token = TokenSnapshot['token'];

const limitsOf = (token: Token) =>
  [token, ...(token.ancestors ?? [])].map(({ restriction, onlyApiId }) => [
    restriction && [...restriction].sort(),
    onlyApiId,
  ]);

function operationsOf(group: GroupSnapshot, token: Token): Set<string> {
  const names = new Set<string>();
  for (const [api, operations] of group.grants) {
    for (const [operation, scopes] of operations) {
      if (scopesWithin(token, scopes).length > 0) names.add(`${api} ${operation}`);
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
