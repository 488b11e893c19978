import { expect, it } from 'vitest';
import { bearerActor, sessionActor } from '@/domain/base/actor';
import type { Target } from '@/domain/base/target';
import { isVisible, reachesNothing, reachOf, rightOver } from './reach';

const billing = { id: 'grp_billing', slug: 'billing' };
const other = { id: 'grp_other', slug: 'other' };

const me = { id: 'idn_me', name: 'Me' };
const nothing = { grants: new Map(), memberOf: new Map(), leadOf: new Map() };
const actor = (rights: Partial<typeof nothing> = {}) =>
  sessionActor('ses_1', me, { ...nothing, ...rights });
const groups = (...found: (typeof billing)[]) => new Map(found.map((group) => [group.id, group]));
const member = actor({ memberOf: groups(billing) });
const lead = actor({ memberOf: groups(billing), leadOf: groups(billing) });

const token = (fields: Partial<Target> = {}): Target => ({
  ...{ type: 'token', id: 'tok_1', name: 'bot', groupIds: [billing.id], identityId: 'idn_else' },
  ...fields,
});

it('what a group’s scopes grant is good everywhere, and names the group', () => {
  const granted = actor({ grants: new Map([['tokens.revoke', other]]) });
  expect(rightOver(granted, 'tokens.revoke', token())).toEqual(other);
  expect(reachOf(granted, 'tokens.revoke')).toMatchObject({ everywhere: true });
  expect(rightOver(granted, 'tokens.resume', token())).toBe(false);
});

it('a lead reaches what is in the group they lead, a member does not', () => {
  expect(rightOver(lead, 'tokens.revoke', token())).toEqual(billing);
  expect(rightOver(member, 'tokens.revoke', token())).toBe(false);
  expect(rightOver(lead, 'tokens.revoke', token({ groupIds: [other.id] }))).toBe(false);
});

it('one may do with one’s own what nobody needs a group for, and with nobody else’s', () => {
  expect(rightOver(actor(), 'tokens.revoke', token({ identityId: 'idn_me' }))).toBeNull();
  expect(rightOver(actor(), 'tokens.revoke', token())).toBe(false);
  expect(rightOver(actor(), 'tokens.resume', token({ identityId: 'idn_me' }))).toBe(false);
});

it('a token carries none of its person’s roles', () => {
  const granted = { group: billing, grants: new Map() };
  const bearer = bearerActor('tok_9', { type: 'person', ...me }, granted);
  expect(rightOver(bearer, 'tokens.revoke', token())).toBe(false);
  expect(rightOver(bearer, 'tokens.revoke', token({ identityId: 'idn_me' }))).toBe(false);
  expect(reachesNothing(reachOf(bearer, 'tokens.list'))).toBe(true);
});

it('what one may not read is not known to exist', () => {
  expect(isVisible(member, token())).toBe(false);
  expect(isVisible(lead, token())).toBe(true);
  expect(isVisible(actor(), token({ identityId: 'idn_me' }))).toBe(true);
  expect(isVisible(actor(), { type: 'system', id: null, name: null })).toBe(true);
});
