import { expect, test } from 'vitest';
import { receiptWords } from './receipt-words';

const confirmed = (name: string, latencyMs: number | null) => ({
  name,
  confirmed: true,
  latencyMs,
});
const waiting = { name: 'c', confirmed: false, latencyMs: null };

test('once all have confirmed, the slowest one is the time it took', () => {
  expect(receiptWords([confirmed('a', 12), confirmed('b', 38)], 'Denied')).toBe(
    'Denied on 2 of 2 verifiers in 38 ms',
  );
  expect(receiptWords([confirmed('a', 0)], 'Denied')).toBe(
    'Denied on 1 of 1 verifier in under 1 ms',
  );
  expect(receiptWords([confirmed('a', 1_240)], 'Denied')).toBe(
    'Denied on 1 of 1 verifier in 1.2 s',
  );
});

test('while one is missing no time is claimed', () => {
  expect(receiptWords([confirmed('a', 12), waiting], 'Denied')).toBe('Denied on 1 of 2 verifiers');
});

test('a verifier that caught up without a receipt has no time to show', () => {
  expect(receiptWords([confirmed('a', 12), confirmed('b', null)], 'Allowed')).toBe(
    'Allowed on 2 of 2 verifiers',
  );
});
