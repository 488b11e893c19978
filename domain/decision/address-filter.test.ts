import { describe, expect, it } from 'vitest';
import { compileAddressFilter, normalizeAddress, parseCidr } from './address-filter';

describe('address filters', () => {
  it.each([
    ['10.0.0.0/8', '10.255.1.2', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.8', false],
    ['2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '10.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.1.1.1', true],
    ['0.0.0.0/0', '2001:db8::1', false],
  ])('%s lets %s pass: %s', (cidr, ip, passes) => {
    expect(compileAddressFilter([cidr])(ip)).toBe(passes);
  });

  it.each([
    '',
    'localhost',
    '10.0.0.0/33',
    '010.0.0.1',
    '127.1',
    '0x7f000001',
    '10.0.0.0/8 ',
    '::1/129',
  ])('reads “%s” as no CIDR', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  it('lets everything pass where there is no limit, and nothing where the only entry is unreadable', () => {
    expect(compileAddressFilter([])(null)).toBe(true);
    expect(compileAddressFilter(['nonsense'])('10.0.0.1')).toBe(false);
    expect(compileAddressFilter(['nonsense'])(null)).toBe(false);
  });

  it('spells an address in one way', () => {
    expect(normalizeAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect(normalizeAddress('2001:DB8:0::1')).toBe('2001:db8::1');
    expect(normalizeAddress('192.0.2.1, 10.0.0.1')).toBeNull();
  });
});
