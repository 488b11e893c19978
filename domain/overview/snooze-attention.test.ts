import { eq, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { attentionSnoozes } from '@/db/schema/attention';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { getOverview } from './get-overview';
import { listAttention } from './list-attention';
import { snoozeAttention, unsnoozeAttention } from './snooze-attention';

let ids: string[];
const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** Seven service tokens that end within a week and were made long ago. */
beforeAll(async () => {
  ids = [];
  for (const number of [1, 2, 3, 4, 5, 6, 7]) {
    const input = { identity: fixture.service.id, group: 'billing', name: `nightly ${number}` };
    const { token } = await asAdministrator(world, createToken, input);
    ids.push(token.id);
    await world.owner
      .update(tokens)
      .set({
        createdAt: sql`now() - interval '20 days'`,
        expiresAt: sql`now() + make_interval(hours => ${number})`,
      })
      .where(eq(tokens.id, token.id));
  }
});

async function overview(actor: Actor = world.administrator) {
  const found = await runQuery(getOverview, contextOf(world.db, actor), {});
  if (!found.ok) throw new Error(found.message);
  const item = found.value.attention.find(({ kind }) => kind === 'expiring');
  return {
    count: item?.count ?? 0,
    first: item?.lines.map(({ token }) => token.name) ?? [],
    snoozed: found.value.snoozed.map(({ kind, token, by }) => `${kind} ${token.name} by ${by}`),
  };
}
const snooze = (token: string | undefined, until = inDays(7), actor: Actor = world.administrator) =>
  runCommand(snoozeAttention, contextOf(world.db, actor), {
    ...{ kind: 'expiring' as const, token, until, reason: 'renewed on Monday' },
  });

it('what is put off leaves the queue, and is told with a name until it is taken back', async () => {
  expect(await overview()).toMatchObject({ count: 7, snoozed: [] });
  for (const id of ids.slice(0, 6)) expect(await snooze(id)).toMatchObject({ ok: true });
  // The next to end is found behind all those that were put off.
  expect(await overview()).toMatchObject({ count: 1, first: ['nightly 7'] });
  const rita = await signedIn(world.db, fixture.responder.id);
  expect((await overview(rita)).snoozed).toContain('expiring nightly 1 by Ada');
  const undo = { kind: 'expiring' as const, token: ids[0] ?? '' };
  await asAdministrator(world, unsnoozeAttention, undo);
  expect(await overview()).toMatchObject({ count: 2, first: ['nightly 1', 'nightly 7'] });
});

it('a token that was put off for one thing still asks for attention for another', async () => {
  const found = await runQuery(listAttention, contextOf(world.db, world.administrator), {
    kind: 'unused',
  });
  expect(found).toMatchObject({ ok: true, value: { total: 7 } });
});

it('it wakes by itself', async () => {
  await world.db.update(attentionSnoozes).set({ until: sql`now() - interval '1 second'` });
  expect(await overview()).toMatchObject({ count: 7, snoozed: [] });
});

it('a holder puts off nothing of their own, a lead what is of their group', async () => {
  const [own] = await world.db
    .select()
    .from(tokens)
    .where(eq(tokens.identityId, fixture.colleague.id));
  const cora = await signedIn(world.db, fixture.colleague.id);
  expect(await snooze(own?.id, inDays(7), cora)).toMatchObject({ code: 'not_granted' });
  const lead = await signedIn(world.db, fixture.lead.id);
  expect(await snooze(own?.id, inDays(7), lead)).toMatchObject({ ok: true });
  expect(await snooze(own?.id, inDays(91), lead)).toMatchObject({ errors: [{ path: 'until' }] });
});

it('what was put off by somebody else is told to those who reach the token alone', async () => {
  await snooze(ids[1]);
  const outsider = await signedIn(world.db, fixture.outsider.id);
  expect(await overview(outsider)).toEqual({ count: 0, first: [], snoozed: [] });
});
