import { expect, test } from 'vitest';
import { sessionActor } from '@/domain/base/actor';
import { refusedBefore } from '@/domain/commands/refused-before';
import { createToken } from './create-token';
import { mintingTarget } from './token-facts';

const billing = { id: 'grp_1', slug: 'billing' };
const inBilling = new Map([[billing.id, billing]]);
const max = { id: 'idn_1', name: 'Max' };
const mailer = { id: 'idn_2', name: 'mailer' };

const nothing = { grants: new Map(), memberOf: new Map(), leadOf: new Map() };
const actor = (rights: Partial<typeof nothing>) =>
  sessionActor('ses_1', max, { ...nothing, ...rights });
const lead = actor({ memberOf: inBilling, leadOf: inBilling });
const member = actor({ memberOf: inBilling });

type WhoMayMint = 'administrators' | 'leads' | 'members';
const group = (whoMayMint: WhoMayMint, id = billing.id, state: 'active' | 'frozen' = 'active') => ({
  ...{ id, name: 'Billing', state },
  effective: { whoMayMint },
});

/** In which words it is refused to mint there for somebody; null where it isn't. */
const refused = (who: typeof lead, where: ReturnType<typeof group>, whom: typeof max) =>
  refusedBefore(createToken, who, mintingTarget(where, whom), where)?.message ?? null;

test('a lead mints for service accounts unless the policy keeps it to administrators', () => {
  expect(refused(lead, group('leads'), mailer)).toBeNull();
  expect(refused(lead, group('members'), mailer)).toBeNull();
  expect(refused(lead, group('administrators'), mailer)).toBe(
    'The policy of Billing lets only administrators create tokens.',
  );
});

test('a member mints for themselves where the policy lets members mint', () => {
  expect(refused(member, group('members'), max)).toBeNull();
  expect(refused(member, group('members'), mailer)).toBe(
    'In Billing you create tokens for yourself only.',
  );
  expect(refused(member, group('leads'), max)).toBe(
    'The policy of Billing lets only leads create tokens.',
  );
});

test('who holds tokens.create mints anywhere, and others nowhere outside their groups', () => {
  const administrator = actor({ grants: new Map([['tokens.create', null]]) });
  expect(refused(administrator, group('administrators'), mailer)).toBeNull();
  expect(refused(lead, group('members', 'grp_2'), max)).toContain('lets only members');
});

test('in a frozen group nobody mints, whatever they may', () => {
  const frozen = group('members', billing.id, 'frozen');
  expect(refused(lead, frozen, mailer)).toBe('The group Billing is frozen.');
});
