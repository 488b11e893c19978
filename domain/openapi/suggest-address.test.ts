import { describe, expect, it } from 'vitest';
import { suggestAddress } from './suggest-address';

describe('the address a document suggests', () => {
  it('takes hosts of all servers and the base path of the first, with default variables', () => {
    const servers = [
      {
        url: 'https://{region}.Example.com:8443/{version}/',
        variables: { region: { default: 'eu' }, version: { default: 'v2' } },
      },
      { url: 'http://localhost:3000/other' },
    ];
    expect(suggestAddress({ servers }, '3.1')).toEqual({
      hosts: ['eu.example.com:8443', 'localhost:3000'],
      basePath: '/v2',
    });
  });

  it('takes host and basePath of a 2.0 document', () => {
    expect(suggestAddress({ host: 'api.example.com', basePath: '/v1' }, '2.0')).toEqual({
      hosts: ['api.example.com'],
      basePath: '/v1',
    });
    expect(suggestAddress({ basePath: '/v1' }, '2.0')).toEqual({ hosts: [], basePath: '/v1' });
  });

  it('takes the base path of a relative server, and no host', () => {
    expect(suggestAddress({ servers: [{ url: '/api/v3' }] }, '3.0')).toEqual({
      hosts: [],
      basePath: '/api/v3',
    });
  });

  it.each([
    [{}],
    [{ servers: 'x' }],
    [{ servers: [null, 7, {}, { url: 8 }, { url: 'https://' }] }],
    [{ servers: [{ url: 'https://{host}/' }] }],
    [{ servers: [{ url: 'file:///etc/passwd%00' }] }],
    [{ servers: [{ url: '/a/{b}/c' }] }],
  ])('suggests nothing from %j', (root) => {
    expect(suggestAddress(root, '3.0')).toEqual({ hosts: [], basePath: '/' });
  });
});
