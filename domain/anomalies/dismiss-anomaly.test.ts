import { and, eq, isNull } from 'drizzle-orm';
import { expect } from 'vitest';
import { anomalies } from '@/db/schema/anomalies';
import { notices } from '@/db/schema/notices';
import type { Actor } from '@/domain/base/actor';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { runJob } from '@/domain/jobs/run-job';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator, lastEvent } from '@/domain/testing/probes';
import { shipBatch } from '@/domain/testing/ship-batch';
import { contextOf, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { dismissAnomaly } from './dismiss-anomaly';
import { listAnomalies } from './list-anomalies';
import { watchDecisions } from './watch-decisions';

let lead: Actor;
const watch = () => runJob(watchDecisions, { db: world.db });
const used = (tokenId: string) => shipBatch(world.owner, [{ code: 'token_revoked', tokenId }]);
const listed = async (actor: Actor) => {
  const found = await runQuery(listAnomalies, contextOf(world.db, actor), { state: 'open' });
  if (!found.ok) throw new Error(found.message);
  return { total: found.value.total, subjects: found.value.items.map(({ subject }) => subject.id) };
};
const idOf = async (token: string) => {
  const [row] = await world.db.select().from(anomalies).where(eq(anomalies.subjectId, token));
  return row?.id ?? '';
};
const dismiss = (actor: Actor, anomaly: string) =>
  runCommand(dismissAnomaly, contextOf(world.db, actor), { anomaly });

/** One about a token of the group that Lea leads, one about a token of another. */
let [own, foreign] = ['', ''];
beforeAll(async () => {
  lead = await signedIn(world.db, fixture.lead.id);
  await asAdministrator(world, createGroup, { slug: 'other', name: 'Other' });
  const identity = fixture.service.id;
  await asAdministrator(world, editMembers, { group: 'other', add: [{ identity }] });
  const made = { identity, group: 'other', name: 'foreign' };
  foreign = (await asAdministrator(world, createToken, made)).token.id;
  own = fixture.serviceToken.token.id;
  await watch();
  await used(own);
  await used(foreign);
  expect(await watch()).toBe(2);
});

it('a lead sees and dismisses what is about tokens of their groups, and nothing else', async () => {
  expect((await listed(world.administrator)).subjects.toSorted()).toEqual([own, foreign].sort());
  expect(await listed(lead)).toEqual({ total: 1, subjects: [own] });
  expect(await dismiss(lead, await idOf(foreign))).toMatchObject({ kind: 'not_found' });
  expect(await dismiss(lead, await idOf(own))).toMatchObject({
    ...{ ok: true, value: { dismissedBy: { id: fixture.lead.id, name: 'Lea' } } },
  });
  expect(await lastEvent(world)).toMatchObject({
    ...{ action: 'anomalies.dismiss', actorId: fixture.lead.id, outcome: 'done' },
  });
  expect(await listed(lead)).toEqual({ total: 0, subjects: [] });
});

it('a member sees none, not even of their own token', async () => {
  const member = await signedIn(world.db, fixture.member.id);
  const found = await runQuery(listAnomalies, contextOf(world.db, member), {});
  expect(found).toMatchObject({ ok: false, code: 'not_granted' });
});

it('once it is dismissed nobody who was told has it unread, and other notices stay', async () => {
  const unread = (about: string) =>
    world.db
      .select()
      .from(notices)
      .where(and(eq(notices.aboutId, about), isNull(notices.readAt)));
  expect(await unread(own)).toEqual([]);
  const told = await unread(foreign);
  expect(told.length).toBeGreaterThan(0);
  expect(await dismiss(world.administrator, await idOf(foreign))).toMatchObject({ ok: true });
  expect(await unread(foreign)).toEqual([]);
  expect((await lastEvent(world)).after).toMatchObject({ noticesRead: told.length });
});

it('a second dismissal is refused with the name of the first', async () => {
  expect(await dismiss(world.administrator, await idOf(own))).toMatchObject({
    ...{ ok: false, code: 'anomaly_dismissed', message: 'Lea has dismissed it already.' },
  });
});
