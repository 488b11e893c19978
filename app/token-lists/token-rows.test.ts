import { expect, test } from 'vitest';
import { sessionActor } from '@/domain/base/actor';
import type { TokenView } from '@/domain/tokens/token-view';
import { toTokenRow } from './token-rows';

const billing = { id: 'grp_1', slug: 'billing' };
const token = {
  id: 'tok_1',
  name: 'laptop',
  status: 'active',
  identity: { id: 'idn_2', type: 'person', name: 'Max' },
  kind: 'personal',
  createdById: 'idn_2',
  depth: 0,
  group: { ...billing, name: 'Billing', whoMayMint: 'leads', whoMayDelegate: 'members' },
} as TokenView;

const ada = { id: 'idn_1', name: 'Ada' };
const max = { id: 'idn_2', name: 'Max' };
const nothing = { grants: new Map(), memberOf: new Map(), leadOf: new Map() };
const inBilling = new Map([[billing.id, billing]]);
const lead = sessionActor('ses_1', ada, { ...nothing, memberOf: inBilling, leadOf: inBilling });
const holder = sessionActor('ses_2', max, { ...nothing, memberOf: inBilling });

test('a lead suspends, revokes and renames in their group', () => {
  const { refusals } = toTokenRow(lead, token);
  expect(refusals).toEqual({
    rename: null,
    setLimits: null,
    rotate: 'Only Max creates tokens that act as Max: service accounts are for the rest.',
    suspend: null,
    revoke: null,
    resume: 'laptop is neither suspended nor idle.',
    approve: 'laptop waits for nobody’s approval.',
    deny: 'laptop waits for nobody’s approval.',
    snooze: null,
    delegate: 'Only Max creates tokens that act as Max: service accounts are for the rest.',
  });
});

test('the holder renames, suspends and revokes their own token but cannot resume it', () => {
  const { refusals } = toTokenRow(holder, token);
  expect(refusals).toMatchObject({ rename: null, suspend: null, revoke: null });
  expect(refusals.resume).toContain('Only a lead of the group');
});

test('somebody else is told whom it takes', () => {
  const { refusals } = toTokenRow(sessionActor('ses_1', ada, nothing), token);
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

test('who asked for a service token can’t approve it; another lead can', () => {
  const waiting = { ...token, kind: 'service', status: 'awaiting' } as TokenView;
  const own = toTokenRow(lead, { ...waiting, approvalAskedBy: ada.id }).refusals;
  expect(own.approve).toBe('Another person must approve laptop: who asked for it can’t.');
  expect(own.deny).toBeNull();
  const other = toTokenRow(lead, { ...waiting, approvalAskedBy: max.id }).refusals;
  expect(other.approve).toBeNull();
});

test('a holder gives less of a living token of their own, where the policy lets them', () => {
  expect(toTokenRow(holder, token).refusals.delegate).toBeNull();
  const group = { ...token.group, whoMayDelegate: 'nobody' as const };
  expect(toTokenRow(holder, { ...token, group }).refusals.delegate).toBe(
    'The policy of Billing lets nobody delegate tokens.',
  );
});
