import { expect, test } from 'vitest';
import { warnOfUntrustedProxies } from './untrusted-proxy';

test('an address is warned of once, with the value that would trust it', () => {
  const lines: string[] = [];
  const tell = warnOfUntrustedProxies(['10.0.0.0/8'], (line) => lines.push(line));
  tell('192.0.2.1');
  tell('192.0.2.1');
  tell('2001:db8::1');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^192\.0\.2\.1 sends X-Forwarded-For/);
  expect(lines[0]).toMatch(/ TRUSTED_PROXIES=10\.0\.0\.0\/8,192\.0\.2\.1$/);
  expect(lines[1]).toMatch(/ TRUSTED_PROXIES=10\.0\.0\.0\/8,2001:db8::1$/);
});

test('the loopback addresses, trusted where nothing is set, are kept in the value', () => {
  const lines: string[] = [];
  warnOfUntrustedProxies(undefined, (line) => lines.push(line))('192.0.2.1');
  expect(lines[0]).toMatch(/ TRUSTED_PROXIES=127\.0\.0\.0\/8,::1\/128,192\.0\.2\.1$/);
});

test('strangers with ever new addresses do not fill the log', () => {
  const lines: string[] = [];
  const tell = warnOfUntrustedProxies([], (line) => lines.push(line));
  for (let count = 0; count < 500; count += 1) tell(`192.0.2.${count}`);
  expect(lines).toHaveLength(50);
});
