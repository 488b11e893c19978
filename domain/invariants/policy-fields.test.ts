import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { getGroup } from '@/domain/groups/get-group';
import { DEFAULT_POLICY, type Policy, policySchema } from '@/domain/groups/policy';
import { updateGroup } from '@/domain/groups/update-group';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';

const HOUR = 3_600;
const setPolicy = (policy: Partial<Policy>) =>
  asAdministrator(world, updateGroup, { group: 'billing', policy });

/** What minting says to somebody: the code of the refusal, or the lifetime of what was made. */
async function minting(by: 'administrator' | 'lead' | 'member', ttlSeconds?: number) {
  const actor =
    by === 'administrator' ? world.administrator : await signedIn(world.db, fixture[by].id);
  const result = await runCommand(createToken, contextOf(world.db, actor), {
    identity: by === 'member' ? fixture.member.id : fixture.service.id,
    group: 'billing',
    name: 'probe',
    ttlSeconds,
  });
  if (!result.ok) return result.code;
  const { createdAt, expiresAt } = result.value.token;
  return Math.round((Date.parse(expiresAt) - Date.parse(createdAt)) / 1_000);
}

const aged = (age: string) =>
  world.db
    .update(tokens)
    .set({ createdAt: sql`now() - ${age}::interval` })
    .where(eq(tokens.id, fixture.serviceToken.token.id));

async function mint() {
  const input = { identity: fixture.service.id, group: 'billing', name: 'probe' };
  return (await asAdministrator(world, createToken, input)).token;
}

async function effective() {
  const found = await runQuery(getGroup, contextOf(world.db, world.administrator), {
    group: 'billing',
  });
  if (!found.ok) throw new Error(found.message);
  return found.value.effective;
}

const verdict = () => codeFor(world, fixture.serviceToken.secret, 'listInvoices');

/**
 * For each field of the policy two values, and something that is decided or refused otherwise under
 * the second. A field without a line here is one that changes nothing.
 */
const SCENARIOS: {
  readonly [Field in keyof Policy]: {
    readonly values: readonly [Policy[Field], Policy[Field]];
    ask(): Promise<unknown>;
    readonly answers: readonly [unknown, unknown];
  };
} = {
  maxTtlSeconds: {
    values: [8 * 24 * HOUR, 7 * 24 * HOUR],
    ask: () => minting('administrator', 8 * 24 * HOUR),
    answers: [8 * 24 * HOUR, 'invalid_input'],
  },
  defaultTtlSeconds: {
    values: [HOUR, 2 * HOUR],
    ask: () => minting('administrator'),
    answers: [HOUR, 2 * HOUR],
  },
  idleLimitSeconds: {
    values: [null, HOUR],
    async ask() {
      await world.db
        .update(tokens)
        .set({ idleFrom: sql`now() - interval '2 hours'` })
        .where(eq(tokens.id, fixture.serviceToken.token.id));
      return verdict();
    },
    answers: ['allowed', 'idle'],
  },
  rotationOverlapSeconds: {
    values: [HOUR, 2 * HOUR],
    async ask() {
      const input = { identity: fixture.service.id, group: 'billing', name: 'probe' };
      const { token } = await asAdministrator(world, createToken, input);
      const rotated = await asAdministrator(world, rotateToken, { token: token.id });
      const { retiresAt } = rotated.predecessor;
      return Math.round((Date.parse(retiresAt ?? '') - Date.now()) / 1_000 / HOUR);
    },
    answers: [1, 2],
  },
  allowedCidrs: {
    values: [[], ['198.51.100.0/24']],
    ask: verdict,
    answers: ['allowed', 'ip_not_allowed'],
  },
  rotationPeriodSeconds: {
    values: [null, HOUR],
    async ask() {
      await aged('2 hours');
      return verdict();
    },
    answers: ['allowed', 'policy_not_met'],
  },
  whoMayDelegate: {
    values: [null, 'leads'],
    ask: async () => (await effective()).whoMayDelegate,
    answers: ['members', 'leads'],
  },
  approveServiceTokens: {
    values: [false, true],
    ask: async () => (await mint()).status,
    answers: ['active', 'awaiting'],
  },
  whoMayMint: {
    values: ['members', 'administrators'],
    ask: async () => [
      typeof (await minting('member')),
      await minting('lead').then((made) => typeof made),
    ],
    answers: [
      ['number', 'number'],
      ['string', 'string'],
    ],
  },
};

it.each(Object.keys(policySchema.shape) as (keyof Policy)[])(
  'the policy’s %s decides something',
  async (field) => {
    const scenario = SCENARIOS[field];
    expect(scenario, `nothing is known to depend on ${field}`).toBeDefined();
    const answers: unknown[] = [];
    for (const value of scenario.values) {
      await setPolicy({ ...DEFAULT_POLICY, [field]: value });
      answers.push(await scenario.ask());
    }
    expect(answers).toEqual(scenario.answers);
    expect(answers[0]).not.toEqual(answers[1]);
  },
);

it('a field that is no part of the policy is refused, not ignored', async () => {
  const context = contextOf(world.db, world.administrator);
  const input = { group: 'billing', policy: { rotationOverlap: 60 } };
  expect(await runCommand(updateGroup, context, input)).toMatchObject({ kind: 'invalid' });
  const [row] = await world.db.select().from(groups).where(eq(groups.slug, 'billing'));
  expect(row?.rotationOverlapSeconds).toBe(86_400);
});
