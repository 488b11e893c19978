import { expect, test } from 'vitest';
import { changedIn, readPolicy } from './read-policy';

function form(entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

test('reads lengths of time, lists, choices and the switch', () => {
  const read = readPolicy(
    form([
      ['name', 'Billing'],
      ['policy.maxTtlSeconds', '86400'],
      ['policy.idleLimitSeconds', ''],
      ['policy.allowedCidrs', '10.0.0.0/8, \n ::1'],
      ['policy.whoMayDelegate', ''],
      ['policy.whoMayMint', 'leads'],
      ['policy.approveServiceTokens', 'off'],
      ['policy.approveServiceTokens', 'on'],
    ]),
  );
  expect(read).toEqual({
    maxTtlSeconds: 86_400,
    idleLimitSeconds: null,
    allowedCidrs: ['10.0.0.0/8', '::1'],
    whoMayDelegate: null,
    whoMayMint: 'leads',
    approveServiceTokens: true,
  });
});

test('a switch that is off reads as off', () => {
  expect(readPolicy(form([['policy.approveServiceTokens', 'off']]))).toEqual({
    approveServiceTokens: false,
  });
});

test('keeps only what differs, and knows nothing while a number is missing', () => {
  const before = { maxTtlSeconds: 60, idleLimitSeconds: null, allowedCidrs: ['::1'] };
  expect(changedIn({ maxTtlSeconds: 60, allowedCidrs: [] }, before)).toEqual({ allowedCidrs: [] });
  expect(changedIn({ maxTtlSeconds: 60, idleLimitSeconds: Number.NaN }, before)).toBeNull();
});
