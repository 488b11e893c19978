import { eq, sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, vi } from 'vitest';
import { notices } from '@/db/schema/notices';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { updateGroup } from '@/domain/groups/update-group';
import { runJob } from '@/domain/jobs/run-job';
import { fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, codeFor, lastEvent } from '@/domain/testing/probes';
import { resumeToken } from './resume-token';
import { suspendIdleTokens } from './suspend-idle';
import { readTokenView } from './token-view';

const suspend = () => runJob(suspendIdleTokens, { db: world.db });
const unusedFor = (age: string) =>
  world.db
    .update(tokens)
    .set({ idleFrom: sql`now() - ${age}::interval` })
    .where(eq(tokens.id, fixture.serviceToken.token.id));
const code = () => codeFor(world, fixture.serviceToken.secret, 'listInvoices');

beforeEach(async () => {
  await asAdministrator(world, updateGroup, {
    group: 'billing',
    policy: { idleLimitSeconds: 3_600 },
  });
});
afterEach(() => vi.useRealTimers());

it('suspends what went idle, says why, and as whom; somebody resumes it', async () => {
  await unusedFor('2 hours');
  expect(await code()).toBe('idle');
  expect(await suspend()).toBe(1);
  expect(await suspend()).toBe(0);
  expect(await code()).toBe('token_suspended');
  const { id } = fixture.serviceToken.token;
  expect(await readTokenView(world.db, id)).toMatchObject({
    ...{ status: 'suspended', suspendedBy: 'keyward worker' },
    suspendReason: 'unused for longer than 1 hour',
  });
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'tokens.suspendIdle', actorType: 'system', targetId: id, affects: [id] },
  });
  const told = await world.db.select().from(notices).where(eq(notices.aboutId, id));
  expect(told).toMatchObject([{ kind: 'token.idle', identityId: fixture.lead.id }]);
  await asAdministrator(world, resumeToken, { token: id });
  expect([await code(), await suspend()]).toEqual(['allowed', 0]);
});

it('leaves alone what was used within the limit, or a moment too long ago to be sure', async () => {
  await unusedFor('1 hour 30 seconds');
  expect(await suspend()).toBe(0);
  await unusedFor('2 hours');
  const used = sql`now() - interval '5 minutes'`;
  await world.db.insert(tokenUsage).values({
    ...{ tokenId: fixture.serviceToken.token.id, firstUsedAt: used, lastUsedAt: used },
    ...{ lastAllowedAt: used, allowedCount: 1, deniedCount: 0 },
  });
  expect(await suspend()).toBe(0);
  await world.db.delete(tokenUsage);
});

it.each([-1, 1])(
  'goes by the database’s clock where the worker’s is off by %i h',
  async (hours) => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + hours * 3_600_000 });
    await unusedFor('59 minutes');
    expect(await suspend()).toBe(0);
    await unusedFor('2 hours');
    expect(await suspend()).toBe(1);
    await asAdministrator(world, resumeToken, { token: fixture.serviceToken.token.id });
  },
);

it('two workers at once suspend a token once', async () => {
  await unusedFor('2 hours');
  expect((await Promise.all([suspend(), suspend()])).sort()).toEqual([0, 1]);
  await asAdministrator(world, resumeToken, { token: fixture.serviceToken.token.id });
});
