import { describe, expect, it } from 'vitest';
import { clientAddressReader } from './client-address';

const TRUSTED = ['10.0.0.0/8', '2001:db8:1::/48'];
const read = clientAddressReader(TRUSTED);

describe('the address of a client', () => {
  it.each([
    ['10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['10.0.0.1', '198.51.100.7:5678', '198.51.100.7'],
    ['10.0.0.1', '203.0.113.9, 198.51.100.7:443', '198.51.100.7'],
    ['10.0.0.1', '198.51.100.7:5678, 10.0.0.2:80', '198.51.100.7'],
    ['10.0.0.1', '[2001:db8::7]:443', '2001:db8::7'],
    ['10.0.0.1', '[2001:DB8:0::7]', '2001:db8::7'],
    ['10.0.0.1', '2001:db8::7', '2001:db8::7'],
    ['10.0.0.1', '[::ffff:198.51.100.7]:1', '198.51.100.7'],
    ['10.0.0.1', '198.51.100.7, [2001:db8:1::5]:8080', '198.51.100.7'],
    ['2001:db8:1::1', '198.51.100.7', '198.51.100.7'],
    ['::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['203.0.113.1', '198.51.100.7', '203.0.113.1'],
    ['10.0.0.1', '10.0.0.2', '10.0.0.2'],
  ])('behind %s with %s is %s', (socket, forwarded, address) => {
    expect(read(socket, forwarded)).toBe(address);
  });

  it.each([
    ...['', ' ', 'unknown', '_hidden', 'client.example.com', '198.51.100.7:', '198.51.100.7:x'],
    ...[
      '198.51.100.7:65536',
      '198.51.100.7:1:2',
      '198.51.100',
      '198.51.100.7.1:80',
      '[198.51.100.7]',
    ],
    ...[
      '[198.51.100.7]:80',
      '[2001:db8::7',
      '2001:db8::7]:443',
      '[2001:db8::7]443',
      '[2001:db8::7]:',
    ],
    ...['[[2001:db8::7]]', '[]', '[]:80', '0x7f.1:80', '127.1:80', '"[2001:db8::7]:443"'],
    ...['for=198.51.100.7', 'http://198.51.100.7:80', '198.51.100.7 :80', '198.51.100.7/32'],
    '203.0.113.9,',
    Array.from({ length: 31 }, () => '10.0.0.2').join(','),
  ])('is unknown where the last hop names %j', (forwarded) => {
    expect(read('10.0.0.1', forwarded)).toBeNull();
  });

  it('can’t be hidden by a client that invents as many hops as it likes', () => {
    for (const hop of ['203.0.113.9', '10.0.0.2', 'rubbish', '']) {
      const invented = Array.from({ length: 500 }, () => hop).join(',');
      expect(read('10.0.0.1', `${invented}, 198.51.100.7`)).toBe('198.51.100.7');
      expect(read('10.0.0.1', `${invented}, 198.51.100.7:80, 10.0.0.2`)).toBe('198.51.100.7');
    }
  });

  it('is never taken from a hop that nobody vouches for', () => {
    expect(read('10.0.0.1', '203.0.113.9, 198.51.100.7:1, 10.0.0.9:2')).toBe('198.51.100.7');
    expect(clientAddressReader([])('127.0.0.1', '203.0.113.9')).toBe('127.0.0.1');
  });
});

describe('a proxy that is not trusted', () => {
  it('is told of, and nobody else', () => {
    const told: string[] = [];
    const telling = clientAddressReader(TRUSTED, (address) => told.push(address));
    telling('203.0.113.1', '198.51.100.7');
    telling('203.0.113.1', null);
    telling('10.0.0.1', '198.51.100.7');
    telling('10.0.0.1', '198.51.100.7, 203.0.113.2');
    telling(undefined, '198.51.100.7');
    expect(told).toEqual(['203.0.113.1']);
  });
});
