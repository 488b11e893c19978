import { expect, it } from 'vitest';
import { addressProblem, plainAddress } from './read-address';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8:0::7', '2001:db8::7'],
  ['10.2.3.4/16', '10.2.0.0/16'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['192.0.2.7/32', '192.0.2.7'],
  ['2001:db8::7/128', '2001:db8::7'],
  ['2001:db8:1:2::7/48', '2001:db8:1::/48'],
  ['::/0', '::/0'],
  ['::ffff:10.2.3.4/112', '10.2.0.0/16'],
  ['::ffff:10.2.3.4/128', '10.2.3.4'],
  ['::ffff:0:0/96', '0.0.0.0/0'],
  ['::ffff:0:0/64', '::/64'],
])('%s is %s, as history has it', (written, plain) => {
  expect(addressProblem(written)).toBeNull();
  expect(plainAddress(written)).toBe(plain);
  expect(plainAddress(plain)).toBe(plain);
});

it('what is neither an address nor a range stays as it is', () => {
  for (const text of ['10.2/16', '10.2.0.0/33', '10.2.0.0/', 'fe80::1%eth0', 'laptop']) {
    expect(addressProblem(text)).not.toBeNull();
    expect(plainAddress(text)).toBe(text);
  }
});
