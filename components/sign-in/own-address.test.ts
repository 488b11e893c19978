import { expect, test } from 'vitest';
import { isOwnAddress } from './own-address';

test('an address is its own in scheme, name and port', () => {
  expect(isOwnAddress('https://keyward.example.com', 'https://keyward.example.com')).toBe(true);
  for (const openedAt of [
    'http://keyward.example.com',
    'https://keyward.example.com:8443',
    'http://keyward.lan',
    'http://10.0.0.5:3000',
  ]) {
    expect(isOwnAddress(openedAt, 'https://keyward.example.com'), openedAt).toBe(false);
  }
});

test('the machine itself has several names', () => {
  expect(isOwnAddress('http://localhost:3000', 'http://127.0.0.1:3000')).toBe(true);
  expect(isOwnAddress('http://[::1]:3000', 'http://localhost:3000')).toBe(true);
  expect(isOwnAddress('http://localhost:3001', 'http://127.0.0.1:3000')).toBe(false);
  expect(isOwnAddress('http://localhost:3000', 'https://localhost:3000')).toBe(false);
});
