import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import type { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { readClockMs } from '@/domain/decision/clock';
import { loadGroupSnapshots, loadTokenSnapshotById } from '@/domain/decision/load-snapshots';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { readTokenView } from '@/domain/tokens/token-view';
import { type Chain, type ChainParts, toChain } from './chain';
import type { FoundOperation } from './find-operation';
import { groupsHolding } from './granting';
import { sourceNames, toExplainedMembership } from './source';

type GroupRow = typeof groups.$inferSelect;
type TokenRow = typeof tokens.$inferSelect;

/** Which operation is asked for, and from where: undefined where that is not asked. */
export interface Question {
  readonly found: FoundOperation;
  readonly ip: string | undefined;
}

/** The one chain of a token: it acts for one identity in one group. */
export async function chainsOfToken(
  db: Queryable,
  row: TokenRow,
  question: Question,
): Promise<Chain[]> {
  const nowMs = await readClockMs(db);
  const snapshot = await loadTokenSnapshotById(db, row.id);
  const [group] = await db.select().from(groups).where(eq(groups.id, row.groupId));
  if (!snapshot || !group) return [];
  const [membership] = await db
    .select()
    .from(memberships)
    .where(and(eq(memberships.groupId, row.groupId), eq(memberships.identityId, row.identityId)));
  const above = await db
    .select({ name: tokens.name, cidrs: tokens.allowedCidrs })
    .from(tokens)
    .where(inArray(tokens.id, [...row.ancestorIds, '']));
  const names = await sourceNames(db, membership ? [membership] : []);
  const limits = [
    { of: 'the token', cidrs: row.allowedCidrs },
    ...above.map(({ name, cidrs }) => ({ of: `its parent ${name}`, cidrs })),
  ];
  return fitChains(db, question, nowMs, limits, [
    {
      group,
      subject: snapshot,
      membership: membership ? toExplainedMembership(membership, nowMs, names) : null,
      token: { snapshot: snapshot.token, view: await readTokenView(db, row.id) },
    },
  ]);
}

/** A chain for each of the groups of somebody that `isSeen`, by slug. */
export async function chainsOfIdentity(
  db: Queryable,
  identity: typeof identities.$inferSelect,
  question: Question,
  isSeen: (group: GroupRow) => boolean,
): Promise<{ chains: Chain[]; isPartial: boolean }> {
  const nowMs = await readClockMs(db);
  const rows = await db
    .select({ membership: memberships, group: groups })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(eq(memberships.identityId, identity.id))
    .orderBy(asc(groups.slug));
  const seen = rows.filter(({ group }) => isSeen(group));
  const names = await sourceNames(
    db,
    seen.map(({ membership }) => membership),
  );
  const chains = await fitChains(
    db,
    question,
    nowMs,
    [],
    seen.map(({ membership, group }) => ({
      group,
      subject: {
        identity,
        groupId: group.id,
        membership: {
          role: membership.role,
          expiresAtMs: membership.expiresAt?.getTime() ?? null,
        },
      },
      membership: toExplainedMembership(membership, nowMs, names),
      token: null,
    })),
  );
  return {
    // What a group doesn't hold is not why somebody may, or may not: it says nothing of them.
    chains: chains.filter(({ scopes }) => scopes.length > 0),
    isPartial: seen.length < rows.length,
  };
}

/** What the group itself opens, whoever is in it. */
export async function chainsOfGroup(
  db: Queryable,
  group: GroupRow,
  question: Question,
): Promise<Chain[]> {
  const nowMs = await readClockMs(db);
  return fitChains(
    db,
    question,
    nowMs,
    [],
    [{ group, subject: null, membership: null, token: null }],
  );
}

type Part = Pick<ChainParts, 'subject' | 'membership' | 'token'> & { readonly group: GroupRow };

/** Five questions of the database, however many groups there are. */
async function fitChains(
  db: Queryable,
  { found, ip }: Question,
  nowMs: number,
  limits: Chain['addresses'],
  parts: readonly Part[],
): Promise<Chain[]> {
  const groupIds = parts.map(({ group }) => group.id);
  const snapshots = await loadGroupSnapshots(db, groupIds, found.api.slug);
  const holding = await groupsHolding(db, found.operation.id, groupIds);
  const grantsOf = new Map(holding.map(({ group, scopes }) => [group.id, scopes]));
  const { allowedCidrs } = await readCeilings(db);
  const { slug: api, state: apiState } = found.api;
  const isApiFrozen = apiState === 'frozen';
  const asked = { api, isApiFrozen, operation: found.operation.name, ip };
  return parts.flatMap(({ group, ...part }) => {
    const snapshot = snapshots.get(group.id);
    if (!snapshot) return [];
    const { id, slug, name, state } = group;
    const addresses = [
      { of: 'the organisation', cidrs: allowedCidrs },
      { of: name, cidrs: group.allowedCidrs },
      ...limits,
    ].filter(({ cidrs }) => cidrs.length > 0);
    const grants = grantsOf.get(id) ?? [];
    const whole = { ...part, group: { id, slug, name, state }, snapshot, grants, addresses };
    return toChain(whole, asked, nowMs);
  });
}
