import { expect, it } from 'vitest';
import { writtenMinute } from '@/domain/base/written';
import type { NoticeFacts, NoticeKind } from './kinds';
import { wordsOf } from './words';

const at = '2026-11-26T14:05:09.000Z';
const group = 'Billing';
const by = 'Ada';

/** Every kind, as a person reads it. */
const TOLD: { [Kind in NoticeKind]: { facts: NoticeFacts<Kind>; title: string; text: string } } = {
  'token.expires': {
    facts: { days: 1, expiresAt: at, group },
    title: 'Token deploy expires in a day',
    text: 'It acts in Billing and works until 26 Nov 2026, 14:05 UTC. Rotate it before then, and nothing that uses it notices.',
  },
  'token.idle': {
    facts: { idleSince: at, group },
    title: 'Token deploy was suspended: nobody uses it',
    text: 'It was not used since 26 Nov 2026, 14:05 UTC, longer than Billing allows. Resume it if it is still needed, or revoke it.',
  },
  'token.revoked': {
    facts: { by, reason: 'leaked', group },
    title: 'Token deploy was revoked',
    text: 'Ada revoked it; it acted in Billing and opens nothing any more. The reason given: leaked.',
  },
  'token.suspended': {
    facts: { by, reason: null, group },
    title: 'Token deploy was suspended',
    text: 'Ada suspended it; it acts in Billing and opens nothing until it is resumed.',
  },
  'token.rotated': {
    facts: { by, group, worksUntil: at },
    title: 'Your token deploy was rotated',
    text: 'Ada rotated it; it acts in Billing. The old secret works until 26 Nov 2026, 14:05 UTC. If nobody was to do that, revoke it.',
  },
  'token.retired_used': {
    facts: { ip: '10.0.3.7', usedAt: at, group, worksUntil: null },
    title: 'Token deploy is still used after it was rotated out',
    text: 'Its old secret was denied from 10.0.3.7 on 26 Nov 2026, 14:05 UTC, in Billing. Whoever sends it needs the new one; if nobody should, somebody holds a copy.',
  },
  'token.leaked': {
    facts: { source: 'GitHub', url: 'https://example.com/x', group, stop: 'revoke' },
    title: 'Token deploy has leaked, and was revoked',
    text: 'GitHub reported its secret, found at https://example.com/x. It acted in Billing. It opens nothing any more: give what used it another one.',
  },
  anomaly: {
    facts: { anomaly: { kind: 'new_network', network: '203.0.113.0/24', at, known: 1 }, group },
    title: 'Token deploy is used from a new network',
    text: 'It was allowed from 203.0.113.0/24 on 26 Nov 2026, 14:05 UTC, where it was never seen; so far it came from one network. It acts in Billing. If nobody has moved what uses it, revoke it.',
  },
  'token.awaits': {
    facts: { by, group },
    title: 'Service token deploy waits for approval',
    text: 'Ada asked for it, in Billing. It opens nothing until a second person approves it: look who asked, and what it would open.',
  },
  'trust_rule.awaits': {
    facts: { by, group },
    title: 'Trust rule deploy waits for approval',
    text: 'Ada set its terms, in Billing. It gives no token until a second person approves them: look whom it trusts, and with what.',
  },
  'rotation.failed': {
    facts: { reason: 'The destination answered 403.', group },
    title: 'Token deploy could not be rotated',
    text: 'It acts in Billing. The destination answered 403.',
  },
  'membership.privileged': {
    facts: { group: 'Administrators', by: 'Okta' },
    title: 'deploy now holds rights over Keyward',
    text: 'Okta says so: it made deploy a member of Administrators, by a mapping of its groups.',
  },
  'sign_in.break_glass': {
    facts: { ip: null, at },
    title: 'deploy signed in with a break-glass password',
    text: 'That was on 26 Nov 2026, 14:05 UTC. Passwords are switched off for everybody else: make sure that it was meant to be.',
  },
  'passkey.cloned': {
    facts: { person: 'Ada', ip: '192.0.2.1', at },
    title: 'Somebody has a copy of the passkey deploy of Ada',
    text: 'Its counter went back on 26 Nov 2026, 14:05 UTC, in a sign-in from 192.0.2.1. The sign-in was refused, and the passkey lets nobody in any more: remove it and add another.',
  },
  'factors.cleared': {
    facts: { by, at },
    title: 'The second factors of deploy were cleared',
    text: 'Ada did that on 26 Nov 2026, 14:05 UTC: their passkeys, authenticator app and recovery codes are gone, and every session of theirs has ended. Make sure that deploy asked for it.',
  },
  'request.access': {
    facts: { by, group, reason: 'on call' },
    title: 'Ada asks for access to Billing',
    text: 'The reason given: on call. Nothing is given until somebody approves it.',
  },
  'request.change': {
    facts: { by },
    title: 'A change of Ada waits for a second administrator',
    text: 'deploy. It gives rights over Keyward itself, and nothing changes until you or another administrator approve it.',
  },
  'request.decided': {
    facts: { state: 'approved', by, reason: null, until: at },
    title: 'deploy: approved',
    text: 'Ada decided. It lasts until 26 Nov 2026, 14:05 UTC.',
  },
  'review.opened': {
    facts: { members: 12, dueAt: at },
    title: 'Review deploy waits for you',
    text: 'Say of 12 memberships whether they stay, by 26 Nov 2026, 14:05 UTC. Each is shown with what was used of it.',
  },
  'review.due': {
    facts: { members: 1, dueAt: at, days: 1 },
    title: 'Review deploy is over in a day',
    text: 'Nobody has decided 1 membership yet. After 26 Nov 2026, 14:05 UTC the rule of the review decides.',
  },
  'webhook.gave_up': {
    facts: { topic: 'tokens.revoke', attempts: 10, error: 'It answered 500.' },
    title: 'Webhook deploy did not get a message',
    text: 'tokens.revoke was sent 10 times and is given up; the last try ended with “It answered 500.” Others may have met the same; replay them once the receiver answers.',
  },
  'webhook.disabled': {
    facts: { reason: 'The receiver answered 410 Gone.' },
    title: 'Webhook deploy was disabled',
    text: 'The receiver answered 410 Gone. Nothing is sent to it until it is enabled again.',
  },
};

const TYPES: Readonly<Record<string, keyof typeof PLACES>> = {
  ...{ webhook: 'webhook', trust_rule: 'trustRule' },
};
const PLACES = {
  ...{ token: '/tokens/', webhook: '/settings/webhooks/', trustRule: '/settings/workloads/' },
};

it.each(Object.entries(TOLD))('%s is told in plain words', (kind, { facts, title, text }) => {
  const type = TYPES[kind.split('.')[0] ?? ''] ?? 'token';
  const words = wordsOf({ kind, about: { type, id: 'abc_1', name: 'deploy' }, facts });
  expect(words).toMatchObject({ title, text });
  expect(words.path).toBe(`${PLACES[type]}abc_1`);
});

it('tells a notice of another version by its name, and leads to the notices', () => {
  const about = { type: 'moon', id: 'moo_1', name: 'the moon' };
  expect(wordsOf({ kind: 'moon.rose', about, facts: {} })).toMatchObject({
    ...{ title: 'the moon: moon.rose', text: '', path: '/notices' },
  });
});

it('says that a rotated token’s old secret has stopped where it has no overlap', () => {
  const about = { type: 'token', id: 'tok_1', name: 'deploy' };
  const facts = { by, group, worksUntil: null };
  expect(wordsOf({ kind: 'token.rotated', about, facts }).text).toContain(
    'The old secret has stopped working.',
  );
});

it('names the service account whose token was rotated to whoever leads its group', () => {
  const about = { type: 'token', id: 'tok_1', name: 'deploy' };
  const facts = { by, group, worksUntil: null, owner: 'billing-sync' };
  expect(wordsOf({ kind: 'token.rotated', about, facts }).title).toBe(
    'billing-sync’s token deploy was rotated',
  );
});

const SAID: [string, NoticeFacts<'anomaly'>, string, string][] = [
  [
    'a group that is denied',
    { anomaly: { kind: 'denied_spike', denied: 500, usual: 1.5, day: '2026-11-26' }, group: null },
    'Group deploy is denied far more often than usual',
    'It was denied 500 times on 26 Nov 2026 (UTC); in the week before it was 1.5 times a day. Something that uses it is broken, or somebody tries what it opens.',
  ],
  [
    'a token that was stopped',
    { anomaly: { kind: 'stopped_use', at, ip: null, code: 'token_retired' as const }, group },
    'Token deploy is used though it was stopped',
    'It was denied on 26 Nov 2026, 14:05 UTC, after it was rotated out. It acts in Billing. Whoever sends it was forgotten, or holds a copy.',
  ],
  [
    'a token from everywhere',
    { anomaly: { kind: 'spread', count: 12, minutes: 10, networks: ['10.0.1.0/24'] }, group },
    'Token deploy is used from 12 networks at once',
    'That was within 10 minutes, among them 10.0.1.0/24. It acts in Billing. One holder is not in so many places: revoke it unless it is meant to be shared.',
  ],
];

it.each(SAID)('says of %s what is out of the ordinary', (_what, facts, title, text) => {
  const about = { type: 'token', id: 'tok_1', name: 'deploy' };
  expect(wordsOf({ kind: 'anomaly', about, facts })).toMatchObject({ title, text });
});

it('numbers, days and minutes are written as on the screen', () => {
  const anomaly = { kind: 'denied_spike', denied: 12_500, usual: 1, day: '2026-11-26' };
  const about = { type: 'group', id: 'grp_1', name: 'Billing' };
  expect(wordsOf({ kind: 'anomaly', about, facts: { anomaly, group: null } }).text).toContain(
    'denied 12,500 times on 26 Nov 2026 (UTC); in the week before it was 1 time a day',
  );
  expect(writtenMinute('2026-11-26T23:59:59.999999Z')).toBe('26 Nov 2026, 23:59 UTC');
});
