import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { decisionCheckpoints, decisionHeads } from '@/db/schema/history';
import { NOTHING_SET } from '@/domain/jobs/run-job';
import { signDecisions } from '@/domain/seals/sign-heads';
import { SERVER_SECRET } from '@/domain/testing/world';
import { jobCase } from './job-case';

const verifier = 'eu-1';

export const SIGN_CASE = jobCase(signDecisions, {
  settings: { ...NOTHING_SET, serverSecret: SERVER_SECRET },
  given: ({ world }) =>
    world.db.insert(decisionHeads).values({ verifier, seq: 3, hash: 'a'.repeat(64) }),
  changed: 1,
  async holds({ world }) {
    const own = eq(decisionCheckpoints.verifier, verifier);
    expect(await world.db.$count(decisionCheckpoints, own)).toBe(1);
  },
});
