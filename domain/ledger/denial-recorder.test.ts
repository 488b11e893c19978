import { and, eq, gt } from 'drizzle-orm';
import { expect } from 'vitest';
import { auditEvents } from '@/db/schema/history';
import { checkChain } from '@/domain/audit/check-chain';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { getGroup } from '@/domain/groups/get-group';
import { fixture, it, world } from '@/domain/testing/fixture';
import { lastEvent } from '@/domain/testing/probes';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { closeDenialRecorders } from './denial-recorder';

const deniedSince = (seq: number, actor: Actor) =>
  world.db
    .select()
    .from(auditEvents)
    .where(and(gt(auditEvents.seq, seq), eq(auditEvents.actorId, actor.id)));

it('a question that a session may not ask is an event, and so is one out of reach', async () => {
  const outsider = await signedIn(world.db, fixture.outsider.id);
  const { seq } = await lastEvent(world);
  expect(await runQuery(checkChain, contextOf(world.db, outsider), {})).toMatchObject({
    code: 'not_granted',
  });
  expect(
    await runQuery(getGroup, contextOf(world.db, outsider), { group: 'billing' }),
  ).toMatchObject({ code: 'not_found' });
  expect(await deniedSince(seq, outsider)).toMatchObject([
    { action: checkChain.operation, outcome: 'denied', reason: 'not_granted', groupId: null },
    { action: 'groups.get', outcome: 'denied', reason: 'out_of_reach', targetId: fixture.group.id },
  ]);
});

it('a flood of refused questions becomes a few events and one with their count', async () => {
  const member = await signedIn(world.db, fixture.member.id);
  const { seq } = await lastEvent(world);
  await Promise.all(
    Array.from({ length: 40 }, () => runQuery(checkChain, contextOf(world.db, member), {})),
  );
  expect(await deniedSince(seq, member)).toHaveLength(5);
  // The window ends by itself.
  await expect
    .poll(async () => (await deniedSince(seq, member)).at(-1)?.after, { timeout: 30_000 })
    .toEqual({ attempts: 35, reasons: { not_granted: 35 } });
  expect(await deniedSince(seq, member)).toHaveLength(6);
});

it('the count of a window that is under way outlives a clean stop', async () => {
  const colleague = await signedIn(world.db, fixture.colleague.id);
  const { seq } = await lastEvent(world);
  await Promise.all(
    Array.from({ length: 7 }, () => runQuery(checkChain, contextOf(world.db, colleague), {})),
  );
  expect(await deniedSince(seq, colleague)).toHaveLength(5);
  await closeDenialRecorders(10_000);
  expect((await deniedSince(seq, colleague)).at(-1)?.after).toEqual({
    attempts: 2,
    reasons: { not_granted: 2 },
  });
});

it('what a page merely offers to those who may see it leaves no event', async () => {
  const { db } = world;
  const actor = await signedIn(db, fixture.outsider.id);
  const { seq } = await lastEvent(world);
  expect(await runQuery(checkChain, { db, actor }, {})).toMatchObject({ ok: false });
  expect(await deniedSince(seq, actor)).toEqual([]);
});

it('what a command itself refuses for want of a right is an event, too', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const { seq } = await lastEvent(world);
  const forSomebodyElse = { identity: fixture.member.id, group: 'billing', name: 'theirs' };
  const refused = await runCommand(createToken, contextOf(world.db, lead), forSomebodyElse);
  expect(refused).toMatchObject({ ok: false, code: 'personal_token' });
  expect(await deniedSince(seq, lead)).toMatchObject([
    { action: 'tokens.create', outcome: 'denied', reason: 'personal_token' },
  ]);
});
