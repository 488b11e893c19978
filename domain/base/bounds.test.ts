import { describe, expect, it } from 'vitest';
import { newPassword } from '@/domain/credentials/password';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { memberEditInput } from '@/domain/groups/member-plan';
import { createIdentity } from '@/domain/identities/create-identity';
import { createToken } from '@/domain/tokens/create-token';
import { instantInput } from './instant';

type Checked = { safeParse(input: unknown): { error?: { issues: { message: string }[] } } };
const said = (schema: Checked, input: unknown) =>
  schema.safeParse(input).error?.issues.map(({ message }) => message);

describe('a bound is named with how far off the input is', () => {
  const token = { identity: 'a', group: 'b', name: 'c' };
  it.each([
    [
      createGroup.input,
      { slug: 'a', name: 'x'.repeat(140) },
      'At most 120 characters; this has 140.',
    ],
    [
      createGroup.input,
      { slug: 'a', name: 'a', description: 'x'.repeat(501) },
      'At most 500 characters; this has 501.',
    ],
    [
      createIdentity.input,
      { type: 'person', name: 'a', email: `${'a.'.repeat(130)}@x` },
      'At most 254 characters; this has 262.',
    ],
    [
      editMembers.input,
      { group: 'a', remove: Array.from({ length: 1_001 }, () => 'b') },
      'At most 1000 entries; this has 1001.',
    ],
    [createToken.input, { ...token, ttlSeconds: 1 }, 'At least 60; this is 1.'],
    [createToken.input, { ...token, scopes: [] }, 'At least 1 entry; this has 0.'],
    [newPassword(), 'x'.repeat(201), 'At most 200 characters; this has 201.'],
  ])('%#', (schema, input, message) => {
    expect(said(schema as Checked, input)).toContain(message);
  });
});

describe('an end date has any offset, and is kept as the same instant in UTC', () => {
  it.each([
    ['2027-01-01T00:00:00+02:00', '2026-12-31T22:00:00.000Z'],
    ['2026-12-31T22:00:00-05:30', '2027-01-01T03:30:00.000Z'],
    ['2027-01-01T00:00:00.5Z', '2027-01-01T00:00:00.500Z'],
  ])('%s', (text, instant) => {
    expect(instantInput().parse(text)).toBe(instant);
    const { add } = memberEditInput.parse({
      group: 'a',
      add: [{ identity: 'b', expiresAt: text }],
    });
    expect(add[0]?.expiresAt).toBe(instant);
  });

  it.each([
    '2027-01-01',
    '2027-01-01T00:00:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-10:00',
  ])('%s is refused with an example', (text) => {
    expect(said(instantInput(), text)?.[0]).toContain('2027-01-31T18:00:00+01:00');
  });
});
