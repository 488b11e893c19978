import { describe, expect, it } from 'vitest';
import type { Specification } from './api-document';
import { Flaws } from './flaws';
import { readServers } from './read-servers';
import { aDocument, anOperation, read } from './testing/documents';

const serversOf = (root: object, specification: Specification = '3.1') => {
  const flaws = new Flaws();
  const servers = readServers(root as Record<string, unknown>, specification, flaws);
  return { servers, flaws: flaws.report().listed };
};

describe('the servers of a document', () => {
  it('are read with every value that their variables list, defaults first', () => {
    const variables = {
      tenant: { default: 'acme' },
      zone: { default: 'north', enum: ['south', 'north'] },
      release: { default: 'v2', enum: ['v2', 'v3'] },
    };
    const url = 'https://{tenant}.{zone}.Example.com:8443/rest/{release}/';
    const { servers, flaws } = serversOf({ servers: [{ url, variables }, { url: '/other' }] });
    expect(servers).toEqual([
      {
        url,
        hosts: ['acme.north.example.com:8443', 'acme.south.example.com:8443'],
        basePaths: ['/rest/v2', '/rest/v3'],
        variables: [
          { name: 'tenant', default: 'acme', values: [] },
          { name: 'zone', default: 'north', values: ['south', 'north'] },
          { name: 'release', default: 'v2', values: ['v2', 'v3'] },
        ],
      },
      { url: '/other', hosts: [], basePaths: ['/other'], variables: [] },
    ]);
    expect(flaws).toEqual([]);
  });

  it('are host and base path in 2.0, also without a slash between them', () => {
    const of = (root: object) =>
      serversOf(root, '2.0').servers.map((one) => [one.hosts, one.basePaths]);
    expect(of({ host: 'api.example.com', basePath: 'v1' })).toEqual([
      [['api.example.com'], ['/v1']],
    ]);
    expect(of({ basePath: '/v1' })).toEqual([[[], ['/v1']]]);
    expect(of({ host: 'api.example.com' })).toEqual([[['api.example.com'], ['/']]]);
    expect(of({})).toEqual([]);
  });

  it.each([{}, { servers: 'x' }, { servers: null }, { servers: [null, 7, {}, { url: 8 }] }])(
    'are none in %j',
    (root) => expect(serversOf(root)).toEqual({ servers: [], flaws: [] }),
  );

  it.each([
    'unix:///run/a.sock',
    'https://',
    'https://x.example.com/a/{b}/c',
    '/a%20b',
    'https://x.example.com/a//b',
  ])('that give no plain base path, as %s, are said to be of no use', (url) => {
    expect(serversOf({ servers: [{ url }] })).toMatchObject({
      servers: [{ url, basePaths: [] }],
      flaws: [{ code: 'server_unusable', place: '/servers/0' }],
    });
  });

  it('stay few, however many values their variables multiply to', () => {
    const names = Array.from({ length: 30 }, (_, index) => `v${index}`);
    const values = Array.from({ length: 30 }, (_, index) => `a${index}`);
    const variables = Object.fromEntries(
      names.map((name) => [name, { default: 'a0', enum: values }]),
    );
    const url = `https://${names.map((name) => `{${name}}`).join('.')}.example.com/`;
    const { servers } = serversOf({ servers: [{ url, variables }] });
    expect(servers[0]?.hosts.length).toBeLessThanOrEqual(50);
  });

  it('of a single path or operation are warned of, with what they are', async () => {
    const servers = [{ url: 'https://upload.example.com/v9' }];
    const { flaws } = await read(
      aDocument({ '/a': { servers, get: anOperation() }, '/b': { get: anOperation({ servers }) } }),
    );
    expect(flaws.listed).toMatchObject([
      { code: 'path_servers_unused', place: '/paths/~1a/servers' },
      { code: 'path_servers_unused', place: '/paths/~1b/get/servers' },
    ]);
    expect(flaws.listed[0]?.message).toContain('https://upload.example.com/v9');
  });
});
