import { expect, it } from 'vitest';
import { movedAddress } from './moved-address';

it.each([
  [{ log: 'decisions' }, '/audit?q=kind%3Adecision'],
  [{ log: 'changes', q: 'actor:lena' }, '/audit?q=actor%3Alena+kind%3Achange'],
  [
    { q: 'token:tok_1', range: '24h', outcome: 'denied' },
    '/audit?q=token%3Atok_1+outcome%3Adenied+after%3A-24h',
  ],
  [{ log: 'decisions', decision: 'dec_1' }, '/audit?decision=dec_1'],
  [{ log: 'nonsense', range: '2 weeks', outcome: 'maybe' }, '/audit'],
])('%j leads to %s', (params, path) => {
  expect(movedAddress(params)).toBe(path);
});

it('leaves an address of the timeline alone', () => {
  expect(movedAddress({ q: 'outcome:denied', from: '2026-01-01T00:00:00Z', event: 'evt_1' })).toBe(
    null,
  );
});
