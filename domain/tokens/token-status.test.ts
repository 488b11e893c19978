import { and, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Transaction } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokenUsage } from '@/db/schema/operating';
import { organisationPolicy } from '@/db/schema/organisation';
import { tokens } from '@/db/schema/tokens';
import { type DecisionCode, decide } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadTokenSnapshotById } from '@/domain/decision/load-snapshots';
import { fixture, it, world } from '@/domain/testing/fixture';
import { tokensMatching } from './token-filters';
import { readTokenView, selectTokens, type TokenStatus, type TokenView } from './token-view';

/** What a list shows of a token, where `decide` says this of its life. */
const shownAs: Partial<Record<DecisionCode, readonly TokenStatus[]>> = {
  allowed: ['active', 'expiring', 'rotating'],
  token_revoked: ['revoked'],
  token_retired: ['retired'],
  token_suspended: ['suspended', 'awaiting'],
  token_expired: ['expired'],
  identity_suspended: ['blocked'],
  membership_ended: ['blocked', 'revoked'],
  group_frozen: ['blocked'],
  parent_ended: ['blocked'],
  policy_not_met: ['blocked'],
  // A list knows nobody’s address.
  ip_not_allowed: ['active', 'expiring', 'rotating'],
  idle: ['idle'],
};

const IDLE_LIMIT_S = 3_600;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** One thing mostly, so that lives get as far as what is looked at last; the others now and then. */
const mostly = <T>(usual: T, ...others: readonly T[]) =>
  fc.oneof({ weight: 7, arbitrary: fc.constant(usual) }, { weight: 3, arbitrary: oneOf(others) });
const oneOf = <T>(values: readonly T[]) => fc.constantFrom(...values);

/** Milliseconds from now: the moment itself, just beside it, and far from it. */
const ENDS = [-HOUR_MS, -1, 0, 1, HOUR_MS, 8 * DAY_MS];

const ownLife = {
  state: mostly<'active' | 'suspended' | 'revoked'>('active', 'suspended', 'revoked'),
  expires: mostly(8 * DAY_MS, ...ENDS),
  retires: mostly<number | null>(null, ...ENDS),
  // Not at the limit itself, where the microseconds of the start decide.
  idleFrom: oneOf([0, -HOUR_MS + 1, -HOUR_MS - 1, -2 * HOUR_MS]),
  lastAllowed: oneOf([null, -HOUR_MS + 1, -HOUR_MS - 1, HOUR_MS]),
  lifetimeDays: oneOf([1, 30]),
  withMembership: oneOf([false, true]),
  awaits: mostly(false, true),
  cidrs: mostly<readonly string[]>([], ['10.0.0.0/8'], ['10.1.0.0/16', '192.0.2.1']),
};
const life = fc.record({
  ...ownLife,
  /** Of the token it was made from, where it was made from one. */
  above: fc.option(fc.record(ownLife)),
  identity: mostly<'active' | 'suspended'>('active', 'suspended'),
  membership: mostly<number | 'for good' | 'none'>('for good', 'none', ...ENDS),
  group: mostly<'active' | 'frozen'>('active', 'frozen'),
  idleLimit: oneOf([null, IDLE_LIMIT_S]),
  ceilingIdle: mostly<number | null>(null, IDLE_LIMIT_S),
  maxTtl: mostly(400, 8, 30),
  ceilingTtl: mostly<number | null>(null, 8, 30),
  rotates: mostly<number | null>(null, 1, 29),
  ceilingRotates: mostly<number | null>(null, 1, 29),
  groupCidrs: mostly<readonly string[]>([], ['10.0.0.0/9', '10.128.0.0/9'], ['nonsense']),
  ceilingCidrs: mostly<readonly string[]>([], ['10.0.0.0/8', '192.0.2.0/24'], ['10.1.0.0/16']),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;
type OwnLife = NonNullable<Life['above']>;

/** Whole milliseconds, as `decide` counts them, from the start of the transaction. */
const at = (ms: number) =>
  sql<Date>`date_trunc('milliseconds', now()) + ${ms} * interval '1 millisecond'`;

async function leadOwn(tx: Transaction, id: string, lived: OwnLife): Promise<void> {
  const isRevoked = lived.state === 'revoked';
  const awaits = lived.awaits && lived.state === 'active';
  await tx
    .update(tokens)
    .set({
      state: awaits ? 'suspended' : lived.state,
      approval: awaits ? 'awaiting' : null,
      allowedCidrs: [...lived.cidrs],
      createdAt: at(lived.expires - lived.lifetimeDays * DAY_MS),
      expiresAt: at(lived.expires),
      retiresAt: lived.retires === null ? null : at(lived.retires),
      idleFrom: at(lived.idleFrom),
      revokedAt: isRevoked ? at(0) : null,
      revokedBy: isRevoked ? 'idn_1' : null,
      stateBeforeRevoke: isRevoked ? 'active' : null,
      endedWithMembership: isRevoked && lived.withMembership,
    })
    .where(eq(tokens.id, id));
  if (lived.lastAllowed === null) return;
  const [firstUsedAt, lastUsedAt] = [at(lived.lastAllowed), at(lived.lastAllowed)];
  await tx.insert(tokenUsage).values({
    ...{ tokenId: id, firstUsedAt, lastUsedAt, lastAllowedAt: lastUsedAt },
    ...{ allowedCount: 1, deniedCount: 0 },
  });
}

/** Lets the furnished service token and all it depends on lead this life. */
async function lead(tx: Transaction, lived: Life): Promise<void> {
  const { id } = fixture.serviceToken.token;
  await leadOwn(tx, id, lived);
  if (lived.above) {
    const parentId = fixture.memberToken.token.id;
    await leadOwn(tx, parentId, lived.above);
    const child = { parentId, ancestorIds: [parentId], actsAs: 'agent' };
    await tx.update(tokens).set(child).where(eq(tokens.id, id));
  }
  await tx
    .update(identities)
    .set({ state: lived.identity })
    .where(eq(identities.id, fixture.service.id));
  const seconds = (days: number | null) => days && days * 86_400;
  const limits = {
    state: lived.group,
    idleLimitSeconds: lived.idleLimit,
    maxTtlSeconds: lived.maxTtl * 86_400,
    defaultTtlSeconds: 86_400,
    rotationPeriodSeconds: seconds(lived.rotates),
    allowedCidrs: [...lived.groupCidrs],
  };
  await tx.update(organisationPolicy).set({
    maxTtlSeconds: seconds(lived.ceilingTtl),
    idleLimitSeconds: lived.ceilingIdle,
    rotationPeriodSeconds: seconds(lived.ceilingRotates),
    allowedCidrs: [...lived.ceilingCidrs],
  });
  await tx.update(groups).set(limits).where(eq(groups.id, fixture.group.id));
  const ofService = eq(memberships.identityId, fixture.service.id);
  if (lived.membership === 'none') await tx.delete(memberships).where(ofService);
  else if (lived.membership !== 'for good') {
    const ending = { createdAt: at(-DAY_MS), expiresAt: at(lived.membership) };
    await tx.update(memberships).set(ending).where(ofService);
  }
}

interface Said {
  readonly view: TokenView;
  readonly code: DecisionCode;
  /** Whether a list of the tokens with that status has it. */
  readonly isFound: boolean;
}

/** What both say at one moment: that at which the transaction began. */
async function bothSay(tx: Transaction): Promise<Said> {
  const { id } = fixture.serviceToken.token;
  const snapshot = await loadTokenSnapshotById(tx, id);
  const group = (await loadGroupSnapshots(tx, [fixture.group.id])).get(fixture.group.id);
  if (!snapshot || !group) throw new Error('the fixture has lost its token');
  const { rows } = await tx.execute<{ ms: string }>(
    sql`select floor(extract(epoch from now()) * 1000)::bigint as ms`,
  );
  const verdict = decide(snapshot, group, { kind: 'life', ip: null }, Number(rows[0]?.ms));
  const view = await readTokenView(tx, id);
  const found = await selectTokens(tx).where(
    and(eq(tokens.id, id), tokensMatching(world.db, { status: view.status })),
  );
  return { view, code: verdict.code, isFound: found.length === 1 };
}

class Undo extends Error {}

async function lived(told: Life): Promise<Said> {
  let said: Said | undefined;
  const trying = world.owner.transaction(async (tx) => {
    await lead(tx, told);
    said = await bothSay(tx);
    throw new Undo();
  });
  await trying.catch((error) => {
    if (!(error instanceof Undo)) throw error;
  });
  if (!said) throw new Error('nothing was said');
  return said;
}

it('lists show of every token what a verifier would decide about its life', {
  timeout: 120_000,
}, async () => {
  const seen = new Set<DecisionCode>();
  await fc.assert(
    fc.asyncProperty(life, async (told) => {
      const { view, code, isFound } = await lived(told);
      seen.add(code);
      expect(shownAs[code], code).toContain(view.status);
      expect(isFound, view.status).toBe(true);
      expect(view.blockedBy).toBe(view.status === 'blocked' ? code : null);
    }),
    { numRuns: 400, seed: 20_261_126 },
  );
  expect([...seen].sort()).toEqual(Object.keys(shownAs).sort());
});
