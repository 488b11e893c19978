import { expect, test } from 'vitest';
import type { MatchedIdentity } from './member-edits';
import { resolveList } from './resolve-list';

const who = (id: string, type: 'person' | 'service' = 'person'): MatchedIdentity => ({
  id,
  type,
  name: id,
  handle: id,
  state: 'active',
  membership: null,
});
const known = new Map([
  ['ada@example.com', who('ada')],
  ['max', who('max')],
  ['bot', who('bot', 'service')],
]);
const match = async (references: string[]) => ({
  status: 'done' as const,
  result: { asOf: 1, matches: references.map((reference) => known.get(reference) ?? null) },
});
const terms = { role: 'lead', expiresAt: null } as const;

test('those found are staged, the unknown are reported by line', async () => {
  const list = 'ada@example.com,member,\nnobody@example.com\nbot';
  const { joins, problems } = await resolveList({ chosen: ['max'], list, terms }, match);
  expect(joins.map((join) => [join.who.id, join.terms.role])).toEqual([
    ['max', 'lead'],
    ['ada', 'member'],
    ['bot', 'member'],
  ]);
  expect(problems).toEqual([
    {
      line: 2,
      text: 'nobody@example.com',
      message: 'There is nobody by this email or slug.',
    },
  ]);
});

test('a service account named as lead is a problem of its line', async () => {
  const { joins, problems } = await resolveList({ chosen: [], list: 'bot,lead,', terms }, match);
  expect(joins).toEqual([]);
  expect(problems).toMatchObject([{ line: 1, message: 'A service account can’t lead a group.' }]);
});

test('a pasted list does not demote who leads already', async () => {
  const lead = {
    ...who('lea'),
    membership: { role: 'lead' as const, expiresAt: null, managedBy: null },
  };
  const { joins, stagedCount } = await resolveList(
    { chosen: [], list: 'lea', terms: { role: 'member', expiresAt: null } },
    async () => ({ status: 'done', result: { asOf: 1, matches: [lead] } }),
  );
  expect(joins[0]?.terms).toEqual({ role: 'lead', expiresAt: null });
  expect(stagedCount).toBe(0);
});

test('what is left of a table keeps its header, so that it reads the same again', async () => {
  const list = 'email,role,until\nbot,,\nada@example.com,boss,';
  const { leftOver } = await resolveList({ chosen: [], list, terms }, match);
  expect(leftOver).toBe('email,role,until\nada@example.com,boss,');
});

test('a refusal stages nobody', async () => {
  const refusal = { status: 'refused' as const, code: 'not_granted', message: 'No.' };
  const result = await resolveList({ chosen: ['max'], list: '', terms }, async () => refusal);
  expect(result).toMatchObject({ joins: [], stagedCount: 0, problems: [], refusal });
});

test('who is a member by a provider’s word stays as they are, and other terms are a problem', async () => {
  const membership = { role: 'member' as const, expiresAt: null, managedBy: 'Acme' };
  const managed = async (references: string[]) => ({
    status: 'done' as const,
    result: { asOf: 1, matches: references.map((id) => ({ ...who(id), membership })) },
  });
  const list = 'ada,,\nmax,lead,';
  const { joins, stagedCount, problems } = await resolveList({ chosen: [], list, terms }, managed);
  expect(joins.map((join) => join.who.id)).toEqual(['ada']);
  expect(stagedCount).toBe(0);
  expect(problems).toEqual([
    { line: 2, text: 'max', message: 'Acme gives this membership: change it there.' },
  ]);
});
