import { expect, test } from 'vitest';
import type { Actor } from '@/domain/base/actor';
import type { TokenView } from '@/domain/tokens/token-view';
import { toTokenRow } from './token-rows';

const billing = { id: 'grp_1', slug: 'billing' };
const token = {
  id: 'tok_1',
  name: 'laptop',
  status: 'active',
  identity: { id: 'idn_2', type: 'person', name: 'Max' },
  group: { ...billing, name: 'Billing' },
} as TokenView;

function actor(more: Partial<Actor>): Actor {
  const nothing = new Map();
  const via = { type: 'session' as const, id: 'ses_1' };
  const base = { type: 'person' as const, id: 'idn_1', name: 'Ada', via, group: null };
  return { ...base, grants: nothing, memberOf: nothing, leadOf: nothing, ...more };
}
const inBilling = new Map([[billing.id, billing]]);
const lead = actor({ memberOf: inBilling, leadOf: inBilling });

test('a lead suspends, revokes and renames in their group', () => {
  const { refusals } = toTokenRow(lead, token);
  expect(refusals).toEqual({
    rename: null,
    suspend: null,
    revoke: null,
    resume: 'laptop is neither suspended nor idle.',
  });
});

test('the holder renames, suspends and revokes their own token but cannot resume it', () => {
  const { refusals } = toTokenRow(actor({ id: 'idn_2', memberOf: inBilling }), token);
  expect(refusals).toMatchObject({ rename: null, suspend: null, revoke: null });
  expect(refusals.resume).toContain('Only a lead of the group');
});

test('somebody else is told whom it takes', () => {
  const { refusals } = toTokenRow(actor({}), token);
  expect(refusals.revoke).toBe(
    'Only the one it belongs to, a lead of the group, or who holds tokens.revoke through a group, may do this.',
  );
});

test('what is over can be neither suspended nor revoked again', () => {
  const revoked = toTokenRow(lead, { ...token, status: 'revoked' }).refusals;
  expect(revoked).toMatchObject({
    suspend: 'laptop is revoked.',
    revoke: 'laptop is already revoked.',
  });
  const suspended = toTokenRow(lead, { ...token, status: 'suspended' }).refusals;
  expect(suspended).toMatchObject({ resume: null, suspend: 'laptop is suspended already.' });
});
