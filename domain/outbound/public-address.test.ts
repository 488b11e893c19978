import { expect, it } from 'vitest';
import { urlProblem } from './outbound-url';
import { isPublicAddress } from './public-address';

it.each(['8.8.8.8', '1.1.1.1', '140.82.112.3', '2606:4700::1111', '64:ff9b::8c52:7003'])(
  '%s is an address of the internet',
  (address) => expect(isPublicAddress(address)).toBe(true),
);

it.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.9.9.9', '169.254.169.254'],
  ...['172.16.0.1', '172.31.255.255', '192.0.2.1', '192.168.1.1', '198.18.0.1', '224.0.0.1'],
  ...['240.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'fec0::1'],
  ...['ff02::1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:0:127.0.0.1', '::127.0.0.1'],
  ...['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::808:808', '2002:7f00:1::', '2001::1'],
  ...['2001:db8::1', '3fff::1', '5f00::1', '100::1', '4000::1', 'localhost', '', 'fe80::1%eth0'],
])('“%s” is none', (address) => expect(isPublicAddress(address)).toBe(false));

it.each([
  ['https://example.com/keys', [], null],
  ['https://140.82.112.3/', [], null],
  ['http://example.com/', [], 'not_https'],
  ['http://127.0.0.1:8080/', ['http://127.0.0.1:8080'], null],
  ['http://127.0.0.1:8081/', ['http://127.0.0.1:8080'], 'not_https'],
  ['https://127.0.0.1:8080/', ['http://127.0.0.1:8080'], 'address_not_public'],
  ['https://0x7f.1/', [], 'address_not_public'],
  ['https://2130706433/', [], 'address_not_public'],
  ['https://0177.0.0.1/', [], 'address_not_public'],
  ['https://[::1]/', [], 'address_not_public'],
  ['https://[::ffff:10.0.0.1]/', [], 'address_not_public'],
  ['https://user:word@example.com/', [], 'url_invalid'],
  ['https://127.0.0.1@example.com/', [], 'url_invalid'],
  ['file:///etc/passwd', [], 'url_invalid'],
  ['gopher://example.com/', [], 'url_invalid'],
  ['//example.com', [], 'url_invalid'],
])('what is said of %s, where %j is trusted: %s', (url, trusted, problem) => {
  expect(urlProblem(url, trusted)?.problem ?? null).toBe(problem);
});
