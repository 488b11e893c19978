import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { notices } from '@/db/schema/notices';
import { systemActor } from '@/domain/base/actor';
import { actOnLeaks } from '@/domain/leaks/act-on-leaks';
import { getLeakPolicy, setLeakPolicy } from '@/domain/leaks/leak-policy';
import { reportLeak } from '@/domain/leaks/report-leak';
import { asAdministrator } from '@/domain/testing/probes';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { commandCase, queryCase } from './case';
import { jobCase } from './job-case';

const worker = () => systemActor('worker', ['leaks.stop']);

export const LEAK_COMMANDS = [
  commandCase(setLeakPolicy, {
    input: () => ({ onReport: 'suspend' as const }),
    event: () => ({
      target: null,
      before: { onReport: 'revoke' },
      after: { onReport: 'suspend' },
      affects: [],
    }),
    refused: { code: 'not_granted', by: ({ actors }) => actors.auditor },
    bad: [{ onReport: 'ignore' }, 'onReport'],
  }),
  commandCase(reportLeak, {
    input: ({ token }) => ({ token, source: 'GitHub', url: 'https://example.com/x' }),
    at: 'token',
    by: worker,
    event: ({ aim }) => ({
      target: aim.token,
      after: { state: 'revoked', source: 'GitHub', url: 'https://example.com/x' },
      affects: [aim.token],
    }),
    refused: {
      code: 'token_not_active',
      by: worker,
      given: async ({ world, aim }) => {
        await asAdministrator(world, revokeToken, { token: aim.token });
      },
    },
    bad: [{ source: 1 }, 'source'],
  }),
];

export const LEAK_QUERIES = [queryCase(getLeakPolicy, { input: () => ({}) })];

export const LEAK_JOB = jobCase(actOnLeaks, {
  input: ({ tokenSha256 }) => ({
    leaks: [
      { sha256: tokenSha256, source: 'GitHub', url: null },
      { sha256: '0'.repeat(64), source: null, url: null },
    ],
    reportedFrom: '192.0.2.7',
  }),
  given: async () => undefined,
  changed: 1,
  events: ({ aim }) => [{ action: 'leaks.stop', targetId: aim.token, affects: [aim.token] }],
  async holds({ world, aim }) {
    const told = await world.db.select().from(notices).where(eq(notices.aboutId, aim.token));
    expect(told).toContainEqual(
      expect.objectContaining({
        kind: 'token.leaked',
        facts: expect.objectContaining({ source: 'GitHub', stop: 'revoke' }),
      }),
    );
  },
});
