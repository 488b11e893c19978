import { expect, it } from 'vitest';
import { parseHostName } from './host-name';

it.each([
  ['api.example.com', 'api.example.com', null],
  ['API.Example.com.', 'api.example.com', null],
  ['api.example.com:8443', 'api.example.com', 8_443],
  ['api.example.com:65535', 'api.example.com', 65_535],
  ['[2001:DB8::1]:443', '[2001:db8::1]', 443],
])('reads %s', (text, name, port) => {
  expect(parseHostName(text)).toEqual({ name, port });
});

it.each([
  'api..example.com',
  '.example.com',
  'example.com..',
  '.',
  '',
  'a.example,b.example',
  'user@api.example.com',
  'api.example.com/path',
  'api.example.com:0',
  'api.example.com:65536',
  'api.example.com:',
  'api.example.com:80:80',
  'bücher.example',
  '[::1',
  '[nonsense]',
])('takes “%s” for no host', (text) => {
  expect(parseHostName(text)).toBeNull();
});
