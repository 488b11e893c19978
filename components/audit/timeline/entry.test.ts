import { expect, it } from 'vitest';
import { secondLineOf, subjectOf, throughOf, verdictOf, whoOf } from './entry';
import { pivotsOf } from './pivots';
import { sampleChange, sampleDecision } from './sample-entries';

it('says what came of it in words', () => {
  expect(verdictOf(sampleDecision(1))).toEqual({ tone: 'allowed', words: 'Allowed' });
  const denied = sampleDecision(1, { outcome: 'denied', code: 'ip_not_allowed' });
  expect(verdictOf(denied)).toEqual({ tone: 'denied', words: 'Denied: address not allowed' });
  expect(verdictOf(sampleChange(1)).words).toBe('Revoke a token');
  expect(verdictOf(sampleChange(1, { outcome: 'denied' }))).toEqual({
    ...{ tone: 'denied', words: 'Refused: Revoke a token' },
  });
});

it('a phone has request and token, or who and what', () => {
  expect(secondLineOf(sampleDecision(1))).toBe('GET /parcels/1 · deploy-bot');
  expect(secondLineOf(sampleDecision(1, { token: null, identity: null }))).toBe('GET /parcels/1');
  expect(secondLineOf(sampleChange(1))).toBe('Ada Byron · deploy-bot');
});

it('what a change was made through is the token by its name and last four, or how the person came in', () => {
  const change = sampleChange(1);
  expect(throughOf(change)).toBe('session');
  const through = { name: 'nightly export', last4: 'x7Qk' };
  expect(throughOf({ ...change, through } as typeof change)).toBe('nightly export ••x7Qk');
});

it('names what a row is about where it has no name', () => {
  const unnamed = { method: null, path: null, operation: null, api: null };
  expect(subjectOf(sampleDecision(1, { ...unnamed, code: 'token_unknown' }))).toBe('token unknown');
  const target = { type: 'system', id: null, name: null };
  expect(subjectOf(sampleChange(1, { target }))).toBe('Keyward');
  expect(whoOf(sampleDecision(1, { identity: null }))).toBe(null);
});

it('leads to what shares something with a row, and to what was near it', () => {
  const addresses = Object.fromEntries(
    pivotsOf(sampleDecision(30)).map(({ label, href }) => [label, href]),
  );
  expect(addresses).toEqual({
    'Same token': '/audit?q=token%3Atok_1',
    'Same person': '/audit?q=actor%3Aidn_1',
    'Same address': '/audit?q=ip%3A192.0.2.1',
    'Same operation': '/audit?q=operation%3AlistParcels',
    '5 minutes around it':
      '/audit?from=2026-03-02T12%3A25%3A00.000Z&to=2026-03-02T12%3A35%3A00.001Z',
  });
});

it('offers no way where there is nothing to share', () => {
  const system = { type: 'system', id: 'sys', name: 'Keyward' } as const;
  const target = { type: 'group', id: 'grp_1', name: 'Billing' };
  const request = { id: 'req_1', ip: null, userAgent: null };
  const change = sampleChange(1, { actor: system, target, request });
  expect(pivotsOf(change).map(({ label }) => label)).toEqual([
    'Same target',
    '5 minutes around it',
  ]);
});
