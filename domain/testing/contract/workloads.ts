import { eq, sql } from 'drizzle-orm';
import { trustRules } from '@/db/schema/workloads';
import { workloadActor } from '@/domain/base/actor';
import { trustIn } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { approveTrustRule } from '@/domain/workloads/approve-trust-rule';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { deleteTrustRule } from '@/domain/workloads/delete-trust-rule';
import { getTrustRule } from '@/domain/workloads/get-trust-rule';
import { listAttempts } from '@/domain/workloads/list-attempts';
import { listTrustRules } from '@/domain/workloads/list-trust-rules';
import { mintForWorkload } from '@/domain/workloads/mint-for-workload';
import { updateTrustRule } from '@/domain/workloads/update-trust-rule';
import { GITHUB_ISSUER } from '@/domain/workloads/workload-facts';
import { commandCase, queryCase, type Scene } from './case';

const asWorkload = ({ aim, fixture }: Scene) =>
  workloadActor(
    aim.trustRule,
    fixture.service,
    new Map([['tokens.exchange', { id: fixture.group.id, slug: 'billing' }]]),
  );

/** The rule of the scene waits: somebody else set its terms. */
export async function awaitSecondPerson({ world: { db }, aim }: Scene): Promise<void> {
  await db.execute(sql`update groups set approve_service_tokens = true where slug = 'billing'`);
  await db
    .update(trustRules)
    .set({ termsSetBy: 'idn_elsewhere' })
    .where(eq(trustRules.id, aim.trustRule));
}

/** What a job of the repository claims that the rule of the scene trusts. */
const claims = {
  iss: GITHUB_ISSUER,
  aud: 'https://keyward.example.com',
  // Within a day of any test, and no later than the rule lets it be.
  exp: Math.floor(Date.now() / 1_000) + 3_600,
  sub: 'repo:acme/shop:ref:refs/heads/main',
  repository_id: '74',
  ref: 'refs/heads/main',
};

const exchanged = (rule: string) => ({
  ...{ rule, asked: 'ci-billing', claims: JSON.stringify(claims), jwtSha256: 'a'.repeat(64) },
});

export const WORKLOAD_COMMANDS = [
  commandCase(createTrustRule, {
    input: (aim) => ({ ...trustIn(aim.group, aim.service), slug: 'other' }),
    at: 'group',
    event: ({ fixture }, { id }) => ({
      target: id,
      after: { slug: 'other', identity: fixture.service.id, claims: { repository_id: '74' } },
      affects: [],
    }),
    refused: { code: 'already_exists', given: async () => ({ slug: 'ci-billing' }) },
    bad: [{ claims: { ref: 'refs/heads/main' } }, 'claims'],
  }),
  commandCase(approveTrustRule, {
    input: (aim) => ({ rule: aim.trustRule }),
    at: 'rule',
    given: awaitSecondPerson,
    event: ({ aim }) => ({
      target: aim.trustRule,
      before: { approval: 'awaiting' },
      after: { approval: 'approved', slug: 'ci-billing', claims: { repository_id: '74' } },
      affects: [],
    }),
    refused: { code: 'rule_not_awaiting' },
    bad: [{ updatedAt: 'yesterday' }, 'updatedAt'],
  }),
  commandCase(updateTrustRule, {
    input: (aim) => ({ rule: aim.trustRule, ttlSeconds: 600 }),
    at: 'rule',
    event: ({ aim }) => ({
      target: aim.trustRule,
      before: { ttlSeconds: 900 },
      after: { ttlSeconds: 600 },
      affects: [],
    }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ ttlSeconds: 3_601 }, 'ttlSeconds'],
  }),
  commandCase(deleteTrustRule, {
    input: (aim) => ({ rule: aim.trustRule }),
    at: 'rule',
    event: ({ aim }) => ({ target: aim.trustRule, before: { slug: 'ci-billing' }, affects: [] }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ rule: 'x'.repeat(101) }, 'rule'],
  }),
  commandCase(mintForWorkload, {
    input: (aim) => exchanged(aim.trustRule),
    at: 'rule',
    by: asWorkload,
    event: ({ aim, fixture }, { token: { id } }) => ({
      target: id,
      after: { rule: aim.trustRule, identity: fixture.service.id, subject: claims.sub },
      affects: [id],
    }),
    refused: {
      code: 'rule_changed',
      by: asWorkload,
      given: async ({ world, aim }) => {
        await asAdministrator(world, updateTrustRule, {
          rule: aim.trustRule,
          claims: { repository_id: '75' },
        });
      },
    },
    outside: { code: 'not_found' },
    bad: [{ jwtSha256: 'short' }, 'jwtSha256'],
  }),
];

export const WORKLOAD_QUERIES = [
  queryCase(getTrustRule, { input: (aim) => ({ rule: aim.trustRule }), at: 'rule' }),
  queryCase(listTrustRules, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(listAttempts, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
];
