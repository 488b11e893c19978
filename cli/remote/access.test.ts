import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recordRequests } from '@/cli/testing/record-requests';
import { addAccess } from './access';

const settings = vi.hoisted(() => ({ keywardUrl: '', keywardToken: 'kws_secret' }));
vi.mock('@/domain/environment/env', () => ({ environment: () => settings }));

let answers: object[];
const asked = recordRequests(settings, () => ({ body: answers.shift() }));
let printed: string;
beforeEach(() => {
  printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    printed += String(line);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

async function keyward(...args: string[]) {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addAccess(program);
  for (const command of program.commands) command.exitOverride();
  for (const command of program.commands.flatMap((one) => one.commands)) command.exitOverride();
  await program.parseAsync(args, { from: 'user' });
}

const membership = {
  ...{ role: 'member', addedBy: 'Ada', addedAt: '2026-01-01T00:00:00.000Z', expiresAt: null },
  source: { type: 'manual', id: null, name: null },
};
const caller = (name: string) => ({
  identity: { type: 'person', name, handle: `${name}@example.com` },
  group: { id: 'grp_1', slug: 'billing' },
  membership,
  tokens: [{ id: 'tok_1', name: 'laptop' }],
  tokenCount: 3,
});
const page = (name: string, nextCursor: string | null) => ({
  operation: { name: 'deleteInvoice', isPublic: false },
  ...{ personCount: 2, serviceCount: 0, tokenCount: 6 },
  groups: [
    { id: 'grp_1', slug: 'billing', state: 'active', tokenCount: 6, scopes: [{ name: 'all' }] },
    { id: 'grp_2', slug: 'old', state: 'frozen', tokenCount: 0, scopes: [{ name: 'all' }] },
  ],
  items: [caller(name)],
  nextCursor,
});

it('lists who can call an operation over all pages, with or without the word “who”', async () => {
  answers = [page('Max', 'next'), page('Lea', null)];
  await keyward('access', 'who', '--operation', 'DELETE /invoices/7', '--api', 'billing');
  expect(asked.map(({ url }) => url.pathname)).toEqual(['/api/v1/access', '/api/v1/access']);
  expect(asked[0]?.url.searchParams.get('operation')).toBe('DELETE /invoices/7');
  expect(asked[1]?.url.searchParams.get('cursor')).toBe('next');
  expect(printed).toContain('2 people, 0 service accounts, 6 tokens can call it now');
  expect(printed).toMatch(/Max +person +billing +all +Ada +- +tok_1 and 2 more\n/);
  expect(printed).toMatch(/Lea +person/);
  expect(printed).toContain('Frozen, and opening nothing: old');
  answers = [page('Max', null)];
  printed = '';
  await keyward('access', '--operation', 'deleteInvoice', '--json');
  expect(JSON.parse(printed)).toMatchObject({ items: [{ tokenCount: 3 }], nextCursor: null });
});

it('says of a frozen API that nobody can call it now', async () => {
  answers = [{ ...page('Max', null), isApiFrozen: true }];
  await keyward('access', '--operation', 'deleteInvoice');
  expect(printed).toContain('6 tokens could call it: its API is frozen');
});

it('tells why not, link by link, and who holds it', async () => {
  answers = [
    {
      subject: { type: 'identity', id: 'idn_1', name: 'Max' },
      operation: { name: 'deleteInvoice', api: { slug: 'billing' } },
      ...{ allowed: false, code: 'group_frozen', isPartial: true, heldBy: [{ slug: 'admins' }] },
      chains: [
        {
          allowed: false,
          group: { slug: 'billing' },
          scopes: [{ name: 'all', grantedBy: 'Ada', grantedAt: '2026-01-01T00:00:00.000Z' }],
          ...{ membership, identity: { name: 'Max' }, token: null, addresses: [] },
          closed: [{ message: 'Billing is frozen.', at: null }],
        },
      ],
    },
  ];
  await keyward('access', 'why', '--person', 'max@example.com', '--operation', 'deleteInvoice');
  expect(asked[0]?.url.pathname).toBe('/api/v1/access/why');
  expect(asked[0]?.url.searchParams.get('identity')).toBe('max@example.com');
  expect(printed).toBe(`Denied (group_frozen): Max may not call billing deleteInvoice
  scope       all, granted by Ada at 2026-01-01T00:00:00.000Z
  group       billing
  membership  Max, member, added by Ada at 2026-01-01T00:00:00.000Z (by hand), without an end
  closed      Billing is frozen.
Groups that hold it: admins
Groups that you may not see are left out.
`);
});

it.each([
  ['nobody', []],
  ['two at once', ['--token', 'tok_1', '--group', 'billing']],
])('asks nothing about %s', async (_, args) => {
  const asking = keyward('access', 'why', '--operation', 'deleteInvoice', ...args);
  await expect(asking).rejects.toMatchObject({ exitCode: 2 });
  expect(asked).toEqual([]);
});
