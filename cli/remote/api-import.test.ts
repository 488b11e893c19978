import { gunzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandFailure } from '@/cli/failure';
import { recordRequests } from '@/cli/testing/record-requests';
import { addApi } from './api';

const settings = vi.hoisted(() => ({
  keywardUrl: '',
  keywardToken: undefined as string | undefined,
}));
vi.mock('@/domain/environment/env', () => ({ environment: () => settings }));

const TOKEN = `kws_${'a'.repeat(36)}`;
const PLAN = {
  operations: 2,
  names: 3,
  added: [{ name: 'changeDisk', method: 'PUT', pathTemplate: '/disks/{id}', aliases: ['lock'] }],
  removed: [{ name: 'drop', method: 'GET', pathTemplate: '/drop', aliases: [], scopesLosing: 1 }],
  changed: [],
  unchanged: 1,
  clashes: [
    {
      method: 'GET',
      kept: null,
      candidates: [
        { name: 'byId', pathTemplate: '/rooms/{id}' },
        { name: 'byName', pathTemplate: '/rooms/{name}' },
      ],
    },
  ],
  servers: [],
  suggestedPublic: [],
  warnings: [{ code: 'operation_left_out', message: 'Left out: no.', place: '/paths/~1a' }],
  moreWarnings: 4,
  document: { title: 'T', version: '1', specification: '3.1', hosts: [], basePath: '/' },
};

let answer: { status: number; body: unknown };
const requests = recordRequests(settings, () => answer);
const asked = () => {
  const [request] = requests.slice(-1);
  if (!request) throw new Error('nothing was asked');
  return request;
};

let printed: string;
beforeEach(() => {
  printed = '';
  answer = { status: 200, body: PLAN };
  settings.keywardToken = TOKEN;
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const run = (...args: string[]) => {
  const program = new Command('keyward').exitOverride();
  addApi(program);
  return program.parseAsync(['api', 'import', ...args], { from: 'user' });
};

describe('keyward api import', () => {
  it('sends the document with the token, and prints what changes and every warning', async () => {
    await run('disks', 'package.json', '--dry-run', '--keep', 'byId', '--keep', 'GET /a/{b}=c');
    const { what, url: target, headers, bytes } = asked();
    expect(what).toMatch(/^PUT \/api\/v1\/apis\/disks\/openapi\?/);
    expect(headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(target.searchParams.getAll('keep')).toEqual(['byId', 'GET /a/{b}=c']);
    expect(target.searchParams.get('dryRun')).toBe('true');
    expect(JSON.parse(gunzipSync(bytes).toString())).toMatchObject({ name: 'keyward' });
    expect(printed.trim().split('\n')).toEqual([
      '- GET /drop drop, leaves 1 scope',
      '+ PUT /disks/{id} changeDisk = lock',
      '! /paths/~1a: Left out: no.',
      '! 4 more warnings are not listed.',
      "? --keep 'GET /rooms/{id}=byId'",
      "? --keep 'GET /rooms/{name}=byName'",
      'Would be: 2 operations with 3 names; 1 added, 1 removed, 0 changed, 1 unchanged.',
    ]);
  });

  it('sends the other choices, too', async () => {
    await run('disks', 'package.json', '--multi-segment', 'path', '--public', 'health');
    expect(asked().what).toBe('PUT /api/v1/apis/disks/openapi?multiSegment=path&public=health');
  });

  it('prints the answer as JSON where it is asked to', async () => {
    await run('disks', 'package.json', '--json');
    expect(asked().what).toBe('PUT /api/v1/apis/disks/openapi');
    expect(JSON.parse(printed)).toEqual(PLAN);
  });

  it('prints every problem of a refused document, and fails with one line', async () => {
    const errors = [
      { path: '/paths/~1a', message: 'One.' },
      { path: '/paths/~1b', message: 'Two.' },
    ];
    const problem = { detail: 'None can be imported.', code: 'document_invalid', errors };
    answer = { status: 422, body: problem };
    await expect(run('disks', 'package.json')).rejects.toThrow(
      'None can be imported. (document_invalid)',
    );
    expect(printed).toBe('/paths/~1a: One.\n/paths/~1b: Two.\n');
    printed = '';
    await expect(run('disks', 'package.json', '--json')).rejects.toThrow(CommandFailure);
    expect(JSON.parse(printed)).toEqual(problem);
  });

  it('says what to do where there is no token, no file, no answer, or another program’s', async () => {
    await expect(run('disks', 'no-such.yaml')).rejects.toThrow('no-such.yaml');
    answer = { status: 502, body: '<html>' };
    await expect(run('disks', 'package.json')).rejects.toThrow('check KEYWARD_URL');
    settings.keywardToken = undefined;
    await expect(run('disks', 'package.json')).rejects.toThrow('KEYWARD_TOKEN is not set');
    settings.keywardToken = TOKEN;
    settings.keywardUrl = 'http://127.0.0.1:1';
    await expect(run('disks', 'package.json')).rejects.toThrow(
      'http://127.0.0.1:1 does not answer',
    );
    expect(printed).toBe('');
  });

  it('is a matter of usage where the file is missing', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await expect(run('disks')).rejects.toMatchObject({ code: 'commander.missingArgument' });
  });
});
