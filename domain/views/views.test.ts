import { expect } from 'vitest';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { fixture, it, world } from '@/domain/testing/fixture';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { deleteView } from './delete-view';
import { listViews } from './list-views';
import { saveView } from './save-view';

const as = async (identity: string) => contextOf(world.db, await signedIn(world.db, identity));

async function namesSeenBy(identity: string): Promise<string[]> {
  const answer = await runQuery(listViews, await as(identity), {});
  if (!answer.ok) throw new Error(answer.message);
  return answer.value.items.map(({ name }) => name).sort();
}

it('a view is its owner’s alone until it is shared, and only they or an administrator delete it', async () => {
  const [owner, other] = [fixture.member.id, fixture.outsider.id];
  const { actor } = await as(owner);
  const view = { name: 'Mine', q: 'group:billing after:-7d' };
  const { view: saved } = await done(world.db, actor, saveView, view);
  expect(await namesSeenBy(owner)).toEqual(['Mine']);
  expect(await namesSeenBy(other)).toEqual([]);
  await done(world.db, actor, saveView, { ...view, isShared: true });
  expect(await namesSeenBy(other)).toEqual(['Mine']);
  const deleting = { view: saved.id };
  expect(await runCommand(deleteView, await as(other), deleting)).toMatchObject({ ok: false });
  expect(await runCommand(deleteView, await as(owner), deleting)).toMatchObject({ ok: true });
  expect(await namesSeenBy(other)).toEqual([]);
});

it('the same name again replaces what it asks, and keeps its id', async () => {
  const context = await as(fixture.lead.id);
  const { view: first } = await done(world.db, context.actor, saveView, { name: 'V', q: 'a' });
  const { view: second } = await done(world.db, context.actor, saveView, { name: 'V', q: 'b' });
  expect(second).toMatchObject({ id: first.id, q: 'b', isOwn: true });
});

it('a query that can’t be read is not kept, and its place is told', async () => {
  const context = await as(fixture.lead.id);
  const refused = await runCommand(saveView, context, { name: 'W', q: 'ip:10.0/8' });
  expect(refused).toMatchObject({ code: 'invalid_input', problems: [{ at: 3, length: 6 }] });
  const secret = 'kwp_0123456789ABCDEFGHIJKLMNOPQRST4RaUPH';
  expect(await runCommand(saveView, context, { name: 'W', q: secret })).toMatchObject({
    errors: [{ path: 'q' }],
  });
});

it('nobody keeps more than a hundred', async () => {
  const context = await as(fixture.auditor.id);
  await world.owner.execute(`insert into saved_views (id, owner_id, name, q)
    select 'sav_' || n, '${fixture.auditor.id}', 'View ' || n, 'x' from generate_series(1, 100) n`);
  expect(await runCommand(saveView, context, { name: 'Another', q: 'x' })).toMatchObject({
    code: 'too_many_views',
  });
  expect(await runCommand(saveView, context, { name: 'View 7', q: 'y' })).toMatchObject({
    ok: true,
  });
});
