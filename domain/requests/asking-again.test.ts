import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { requests } from '@/db/schema/requests';
import type { Context } from '@/domain/base/context';
import { runCommand } from '@/domain/commands/run';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, it, world } from '@/domain/testing/fixture';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createRequest } from './create-request';
import { expireRequests } from './expire-requests';

let otto: Context;

beforeAll(async ({ outsider }) => {
  otto = contextOf(world.db, await signedIn(world.db, outsider.id));
});

const rowOf = async (id: string) =>
  (await world.db.select().from(requests).where(eq(requests.id, id)))[0];

it('what nobody decided in time keeps nobody from asking again', async () => {
  const input = { group: 'billing', reason: 'on call' };
  const first = await runCommand(createRequest, otto, input);
  if (!first.ok) throw new Error(first.message);
  expect(await runCommand(createRequest, otto, input)).toMatchObject({ code: 'already_exists' });
  await world.db.update(requests).set({ expiresAt: sql`now() - interval '1 minute'` });
  const again = await runCommand(createRequest, otto, input);
  if (!again.ok) throw new Error(again.message);
  expect(again.value).toMatchObject({ state: 'open', group: { slug: 'billing' } });
  expect(await rowOf(first.value.id)).toMatchObject({ state: 'expired' });
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'requests.create', targetId: again.value.id },
    after: { expired: [first.value.id] },
  });
  // The job finds nothing left to do, and the new one is open.
  expect(await runJob(expireRequests, { db: world.db })).toBe(0);
  expect(await rowOf(again.value.id)).toMatchObject({ state: 'open' });
});
