import { eq } from 'drizzle-orm';
import { groups } from '@/db/schema/groups';
import { getOrganisationPolicy } from '@/domain/organisation/get-policy';
import { previewOrganisationPolicy } from '@/domain/organisation/preview-policy';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { commandCase, queryCase } from './case';

const DAY = 86_400;
const ceiling = () => ({ policy: { maxTtlSeconds: 60 * DAY } });
const bad = [{ policy: { whoMayMint: 'everybody' } }, 'policy.whoMayMint'] as const;

export const ORGANISATION_COMMANDS = [
  commandCase(setOrganisationPolicy, {
    input: ceiling,
    given: async ({ world: { db }, fixture }) => {
      const isBilling = eq(groups.id, fixture.group.id);
      await db
        .update(groups)
        .set({ maxTtlSeconds: 90 * DAY })
        .where(isBilling);
    },
    event: ({ fixture }) => ({
      target: null,
      before: { policy: { maxTtlSeconds: null } },
      after: { policy: { maxTtlSeconds: 60 * DAY }, tokensStopped: 0 },
      affects: [fixture.group.id],
    }),
    refused: {
      code: 'last_administrator',
      given: async () => ({ policy: { allowedCidrs: ['203.0.113.0/24'] } }),
    },
    bad,
  }),
];

export const ORGANISATION_QUERIES = [
  queryCase(getOrganisationPolicy, { input: () => ({}) }),
  queryCase(previewOrganisationPolicy, { input: ceiling, bad }),
];
