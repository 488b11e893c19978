import { expect, test } from 'vitest';
import { sessionActor } from '@/domain/base/actor';
import { type MintingGroup, mintingRight } from './minting-right';

const billing = { id: 'grp_1', slug: 'billing' };
const inBilling = new Map([[billing.id, billing]]);

const nothing = { grants: new Map(), memberOf: new Map(), leadOf: new Map() };
const actor = (rights: Partial<typeof nothing>) =>
  sessionActor('ses_1', { id: 'idn_1', name: 'Max' }, { ...nothing, ...rights });
const lead = actor({ memberOf: inBilling, leadOf: inBilling });
const member = actor({ memberOf: inBilling });
const group = (whoMayMint: MintingGroup['whoMayMint']) => ({ id: billing.id, whoMayMint });

test('a lead mints for service accounts unless the policy keeps it to administrators', () => {
  expect(mintingRight(lead, group('leads'))).toBe('services');
  expect(mintingRight(lead, group('members'))).toBe('services');
  expect(mintingRight(lead, group('administrators'))).toBe('nobody');
});

test('a member mints for themselves where the policy lets members mint', () => {
  expect(mintingRight(member, group('members'))).toBe('self');
  expect(mintingRight(member, group('leads'))).toBe('nobody');
});

test('who holds tokens.create mints anywhere, and others nowhere outside their groups', () => {
  const administrator = actor({ grants: new Map([['tokens.create', null]]) });
  expect(mintingRight(administrator, group('administrators'))).toBe('services');
  expect(mintingRight(lead, { id: 'grp_2', whoMayMint: 'members' })).toBe('nobody');
});
