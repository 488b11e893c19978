import { describe, expect } from 'vitest';
import { decisions } from '@/db/schema/history';
import { newId } from '@/domain/base/ids';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { contextOf, signedIn } from '@/domain/testing/world';
import { type BlastRadius, blastRadius } from './blast-radius';
import { MAX_RADIUS_ROWS } from './radius-query';

const HOME = '198.51.100.7';
const CAFE = '203.0.113.9';
const from = '2026-03-01T00:00:00.000Z';
const to = '2026-03-02T00:00:00.000Z';
const minute = (past: number) => `2026-03-01T10:${String(past).padStart(2, '0')}:00.000000Z`;

const used = (over: Partial<typeof decisions.$inferInsert>): typeof decisions.$inferInsert => ({
  id: newId('decision'),
  at: minute(0),
  verifier: 'edge',
  outcome: 'allowed',
  code: 'allowed',
  api: 'billing',
  operation: 'listInvoices',
  method: 'GET',
  path: '/invoices',
  tokenId: 'tok_leaked',
  tokenName: 'deploy',
  identityId: 'idn_x',
  identityName: 'Deployer',
  groupId: fixture.group.id,
  groupSlug: 'billing',
  ip: HOME,
  userAgent: 'curl/8',
  ...over,
});
const other = {
  tokenId: 'tok_other',
  tokenName: 'nightly',
  identityId: 'idn_y',
  identityName: 'Max',
};

beforeAll(async () => {
  const denied = { outcome: 'denied', code: 'operation_not_granted' } as const;
  await world.db.insert(decisions).values([
    used({ at: minute(1) }),
    used({ at: minute(2), ip: CAFE, userAgent: 'python/3' }),
    used({
      at: minute(3),
      ip: CAFE,
      method: 'DELETE',
      path: '/invoices/7',
      operation: 'deleteInvoice',
      foldedCount: 4,
      ...denied,
    }),
    used({ at: '2026-03-02T00:00:00.000000Z' }),
    used({ at: minute(4), ...other, ip: CAFE }),
    used({ at: minute(5), ...other, ip: CAFE, groupId: 'grp_elsewhere', groupSlug: 'elsewhere' }),
    used({ at: minute(6), ...other, ip: '192.0.2.1' }),
  ]);
});

const ask = (input: object, actor = world.administrator) =>
  runQuery(blastRadius, contextOf(world.db, actor), { from, to, ...input });
async function radius(input: object, actor = world.administrator): Promise<BlastRadius> {
  const found = await ask(input, actor);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

describe('the blast radius of a token', () => {
  it('counts what it did in the window: operations, targets, addresses, agents and denials, first and last', async () => {
    const found = await radius({ token: 'tok_leaked' });
    expect(found).toMatchObject({
      subject: { type: 'token', id: 'tok_leaked', name: 'deploy' },
      ...{ from, to, count: 6, denied: 4, first: minute(1), last: minute(3), isCapped: false },
      operations: {
        total: 2,
        items: [
          { api: 'billing', operation: 'deleteInvoice', count: 4, denied: 4, first: minute(3) },
          { operation: 'listInvoices', count: 2, denied: 0, first: minute(1), last: minute(2) },
        ],
      },
      targets: { items: [{ method: 'DELETE', path: '/invoices/7' }, { path: '/invoices' }] },
      addresses: {
        total: 2,
        items: [
          { ip: CAFE, count: 5 },
          { ip: HOME, count: 1 },
        ],
      },
      agents: { items: [{ userAgent: 'curl/8', count: 5 }, { userAgent: 'python/3' }] },
      denials: { total: 1, items: [{ code: 'operation_not_granted', count: 4 }] },
    });
  });

  it('names the tokens of others that were seen from the same addresses', async () => {
    const { others } = await radius({ token: 'tok_leaked' });
    expect(others).toMatchObject({
      isCapped: false,
      // History outlives what it is about: no token of this id is left to tell more of.
      items: [{ tokenId: 'tok_other', tokenName: 'nightly', last4: null, count: 2, ips: [CAFE] }],
    });
    expect(others.items).toHaveLength(1);
  });

  it('is empty, not refused, where nothing was done', async () => {
    expect(await radius({ token: 'tok_never' })).toMatchObject({
      ...{ count: 0, first: null, last: null },
      operations: { total: 0, items: [] },
      others: { items: [] },
    });
  });
});

it('a person, a group by its slug, and an address are summed up alike', async () => {
  expect(await radius({ identity: 'idn_y' })).toMatchObject({ count: 3, subject: { name: 'Max' } });
  const group = await radius({ group: fixture.group.slug });
  const { id, name } = fixture.group;
  expect(group).toMatchObject({ subject: { id, name }, tokens: { total: 2 } });
  const address = await radius({ ip: CAFE });
  expect(address).toMatchObject({ count: 7, tokens: { total: 2 }, others: { items: [] } });
});

it('a range of addresses is summed up under its own name, however it is written', async () => {
  for (const [ip, plain] of [
    ['198.51.100.200/24', '198.51.100.0/24'],
    ['::ffff:198.51.100.0/120', '198.51.100.0/24'],
    [`${HOME}/32`, HOME],
  ] as const) {
    expect(await radius({ ip })).toMatchObject({
      ...{ subject: { type: 'ip', id: plain, name: plain }, count: 1, others: { items: [] } },
      addresses: { total: 1, items: [{ ip: HOME }] },
      tokens: { total: 1, items: [{ tokenId: 'tok_leaked' }] },
    });
  }
  const both = await radius({ ip: '192.0.0.0/4' });
  expect([both.subject.name, both.addresses.total, both.tokens.total]).toEqual([
    '192.0.0.0/4',
    3,
    2,
  ]);
});

it('an address that is mistyped, or of one machine only, is refused with words', async () => {
  for (const ip of ['10.2/16', '10.2.0.0/33', 'fe80::1%eth0']) {
    expect(await ask({ ip })).toMatchObject({ code: 'invalid_input', errors: [{ path: 'ip' }] });
  }
});

it('two subjects at once are refused, and both are named', async () => {
  const refused = await ask({ token: 'tok_leaked', ip: HOME });
  expect(refused).toMatchObject({ code: 'invalid_input', errors: [{ path: 'ip' }] });
  expect(refused).toMatchObject({ message: expect.stringContaining('not token and ip together') });
});

it('a name that is mistyped is refused, and does not look as if it had done nothing', async () => {
  for (const [type, name] of [
    ['token', 'deploy'],
    ['identity', 'nobody@example.com'],
    ['identity', 'no-account'],
    ['group', 'biling'],
  ]) {
    const refused = await ask({ [type as string]: name });
    expect(refused).toMatchObject({ code: 'invalid_input', errors: [{ path: type }] });
  }
  const lead = await signedIn(world.db, fixture.lead.id);
  expect(await ask({ identity: 'nobody@example.com' }, lead)).toMatchObject({
    ...{ ok: true, value: { count: 0, subject: { name: null } } },
  });
});

it('of what is out of reach nothing is told, not even that it is there', async () => {
  const outsider = await signedIn(world.db, fixture.colleague.id);
  const none = { count: 0, subject: { id: 'administrators', name: null } };
  expect(await radius({ group: 'administrators' }, outsider)).toMatchObject(none);
  const nobody = { count: 0, subject: { id: 'ada@example.com', name: null } };
  expect(await radius({ identity: 'ada@example.com' }, outsider)).toMatchObject(nobody);
  const lead = await signedIn(world.db, fixture.lead.id);
  const led = await radius({ group: fixture.group.slug }, lead);
  expect(led.subject).toMatchObject({ id: fixture.group.id, name: fixture.group.name });
});

it('an email is read in any case', async () => {
  await world.db
    .insert(decisions)
    .values(used({ identityId: world.administratorId, at: minute(9) }));
  const found = await radius({ identity: 'ADA@example.com' });
  expect([found.subject.id, found.count]).toEqual([world.administratorId, 1]);
});

it('a lead sees what was done in the group they lead, and nothing of others beside it', async () => {
  const lead = await signedIn(world.db, fixture.lead.id);
  const found = await radius({ identity: 'idn_y' }, lead);
  expect(found.count).toBe(2);
  const { others } = await radius({ token: 'tok_leaked' }, lead);
  expect(others.items).toMatchObject([{ count: 1 }]);
});

it('looks at the newest decisions only, and says so', async () => {
  await world.owner.execute(
    `insert into decisions (id, at, verifier, outcome, code, token_id, ip, operation)
     select 'dec_many' || n, '2026-03-01T11:00:00Z'::timestamptz + make_interval(secs => n), 'edge', 'allowed', 'allowed',
       'tok_busy', '192.0.2.' || n % 9, 'op' || n % 40 from generate_series(1, ${MAX_RADIUS_ROWS + 500}) n`,
  );
  const found = await radius({ token: 'tok_busy' });
  expect(found).toMatchObject({ isCapped: true, count: MAX_RADIUS_ROWS, maxRows: MAX_RADIUS_ROWS });
  expect(found.operations.total).toBe(40);
  expect(found.operations.items).toHaveLength(10);
});

it.for([
  [{}, 'token'],
  [{ token: 'tok_a', ip: HOME }, 'ip'],
  [{ ip: 'nowhere' }, 'ip'],
  [{ token: 'tok_a', from: to, to: from }, 'from'],
  [{ token: 'tok_a', from: '2020-01-01T00:00:00Z' }, 'from'],
  [{ token: 'tok_a', to: 'yesterday' }, 'to'],
] as const)('bad input is told at its field: %j', async ([input, path]) => {
  expect(await ask(input)).toMatchObject({ ok: false, kind: 'invalid', errors: [{ path }] });
});
