import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { decisions } from '@/db/schema/history';
import { listEvents } from '@/domain/audit/list-events';
import type { OperationName } from '@/domain/base/operation-names';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { updateGroup } from '@/domain/groups/update-group';
import { createScope } from '@/domain/scopes/create-scope';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { bearer, contextOf, mintOwn, signedIn } from '@/domain/testing/world';
import { listTimeline, type TimelineItem } from './list-timeline';

const ask = () => contextOf(world.db, world.administrator);
const idOf = (item: TimelineItem) => (item.kind === 'decision' ? item.decision.id : item.event.id);

async function timeline(input: object, context = ask()) {
  const answer = await runQuery(listTimeline, context, input);
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

async function everyPage(input: object): Promise<TimelineItem[]> {
  const items: TimelineItem[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await timeline({ ...input, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}

/** Decisions among the changes, three in each microsecond, from two networks. */
beforeAll(() =>
  world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code, api, operation, ip, path)
    select 'dec_' || lpad(n::text, 8, '0'), e.at, 'east',
      case when n % 2 = 0 then 'denied' else 'allowed' end,
      case when n % 2 = 0 then 'idle' else 'allowed' end, 'shop',
      case when n % 3 = 0 then 'deleteOrder' else 'listOrders' end,
      case when n % 2 = 0 then '10.1.2.3' else '2001:db8::7' end, '/orders/' || n
    from generate_series(1, 60) n join audit_events e on e.seq = 1 + n / 3`),
);

it('decisions and changes come in one order, each once, over all pages', async () => {
  const items = await everyPage({ limit: 7 });
  const listed = await runQuery(listEvents, ask(), { limit: 200 });
  const decided = await runQuery(listDecisions, ask(), { limit: 200 });
  if (!listed.ok || !decided.ok) throw new Error('a list was refused');
  const rows = [...listed.value.items, ...decided.value.items];
  expect(items.map(idOf).sort()).toEqual(rows.map(({ id }) => id).sort());
  const places = items.map((item) => {
    const { at, id } = item.kind === 'decision' ? item.decision : item.event;
    return `${at} ${id}`;
  });
  expect(places).toEqual([...places].sort().reverse());
});

it('a key that one log doesn’t know leaves the other', async () => {
  const deleted = await timeline({ q: 'operation:delete*' });
  expect(deleted.items).toHaveLength(20);
  expect(new Set(deleted.items.map(({ kind }) => kind))).toEqual(new Set(['decision']));
  const made = await timeline({ q: 'action:groups.*' });
  expect(new Set(made.items.map(({ kind }) => kind))).toEqual(new Set(['change']));
  expect((await timeline({ q: 'kind:change', limit: 1 })).items[0]?.kind).toBe('change');
  expect((await timeline({ q: 'action:x operation:y' })).items).toEqual([]);
});

it('a key that is turned around takes rows away from the log that knows it alone', async () => {
  const all = await everyPage({});
  const left = await everyPage({ q: '-operation:delete*' });
  expect(left).toHaveLength(all.length - 20);
});

it('an address is found by its range, in any spelling, and text that is none does not fail', async () => {
  await world.owner.execute(sql`
    insert into ${decisions} (id, at, verifier, outcome, code, ip)
    values ('dec_odd', now() - interval '1 year', 'east', 'allowed', 'allowed', 'nowhere: 999.1.1.1')`);
  expect((await timeline({ q: 'ip:10.0.0.0/8 verifier:east' })).items).toHaveLength(30);
  expect((await timeline({ q: 'ip:2001:DB8::/32,192.0.2.77' })).items).toHaveLength(30);
  expect((await timeline({ q: 'ip:2001:0db8:0::0007' })).items).toHaveLength(30);
  expect(await everyPage({ q: '-ip:10.0.0.0/8 verifier:east' })).toHaveLength(31);
});

it('any of several values will do, and times bound a search', async () => {
  expect((await timeline({ q: 'code:idle,nothing' })).items).toHaveLength(30);
  expect((await timeline({ q: 'verifier:east after:-1h before:-59m' })).items).toEqual([]);
  expect((await timeline({ q: 'id:dec_odd' })).items).toHaveLength(1);
  expect((await timeline({ q: 'id:dec_odd after:-7d' })).items).toEqual([]);
});

it('a mistyped search is told where and what is wrong', async () => {
  expect(await runQuery(listTimeline, ask(), { q: 'x grup:billing' })).toMatchObject({
    ...{ ok: false, kind: 'invalid', code: 'invalid_input' },
    message: 'At character 3: There is no key “grup”. Did you mean “group”?',
    errors: [{ path: 'q' }],
    problems: [{ at: 2, length: 4, suggestion: 'group' }],
  });
  expect(await runQuery(listEvents, ask(), { q: 'operation:x' })).toMatchObject({
    problems: [{ at: 0, length: 11, message: expect.stringContaining('look for it in decisions') }],
  });
});

it('a cursor of somebody else’s making is refused', async () => {
  expect(await runQuery(listTimeline, ask(), { cursor: 'W10' })).toMatchObject({
    errors: [{ path: 'cursor' }],
  });
});

it('a member sees their own decisions, and a lead what concerns their group', async () => {
  const member = contextOf(world.db, await signedIn(world.db, fixture.colleague.id));
  const own = await timeline({}, member);
  expect(own.logs).toEqual(['decision']);
  expect(own.items.map(idOf)).toEqual([fixture.decision]);
  const lead = contextOf(world.db, await signedIn(world.db, fixture.lead.id));
  const led = await timeline({}, lead);
  expect(led.logs).toEqual(['decision', 'change']);
  expect(led.items.map(idOf)).toContain(fixture.decision);
  expect(led.items.some(({ kind }) => kind === 'change')).toBe(true);
});

it('a change names the token it was made through to those alone who may see the token', async () => {
  const { token, secret } = await mintOwn(world.db, world.administratorId, {
    ...{ group: 'administrators', name: 'theirs' },
  });
  const change = { group: fixture.group.id, description: 'Told by a token.' };
  const through = contextOf(world.db, await bearer(world.db, secret));
  expect(await runCommand(updateGroup, through, change)).toMatchObject({ ok: true });
  const asked = { q: `action:groups.update token:${token.id}` };
  expect((await timeline(asked)).items).toMatchObject([
    { through: { name: 'theirs', last4: token.last4 } },
  ]);
  const lead = contextOf(world.db, await signedIn(world.db, fixture.lead.id));
  const [seen] = (await timeline(asked, lead)).items;
  expect(seen).toMatchObject({ event: { via: { id: token.id } } });
  expect(seen).not.toHaveProperty('through');
});

it('who holds the right to one log sees that log alone', async () => {
  const operations: OperationName[] = ['audit.timeline', 'audit.list'];
  await asAdministrator(world, createScope, { api: 'keyward', name: 'changes', operations });
  await asAdministrator(world, createGroup, { slug: 'readers', name: 'Readers' });
  const scopes = ['keyward/changes'];
  await asAdministrator(world, setGroupScopes, { group: 'readers', scopes });
  const add = [{ identity: fixture.outsider.id }];
  await asAdministrator(world, editMembers, { group: 'readers', add });
  const { secret } = await mintOwn(world.db, fixture.outsider.id, { group: 'readers', name: 'r' });
  const reader = contextOf(world.db, await bearer(world.db, secret));
  const seen = await timeline({}, reader);
  expect(seen.logs).toEqual(['change']);
  expect(new Set(seen.items.map(({ kind }) => kind))).toEqual(new Set(['change']));
  expect((await timeline({ q: 'operation:delete*' }, reader)).items).toEqual([]);
});
