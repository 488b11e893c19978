import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { type Asked, bodyOf, recordRequests } from '@/cli/testing/record-requests';
import { addSink } from './sink';

const settings = vi.hoisted(() => ({ keywardUrl: '', keywardToken: 'a token' }));
vi.mock('@/domain/environment/env', () => ({ environment: () => settings }));

const ID = `snk_${'0'.repeat(26)}`;
const caughtUp = {
  ...{
    source: 'changes',
    waiting: 0,
    lagSeconds: 0,
    delivered: 7,
    deliveredAt: '2026-01-31T08:15Z',
  },
  ...{ failures: 0, failingSince: null, lastError: null, nextAttemptAt: null },
};
const stuck = {
  ...{ ...caughtUp, source: 'decisions', waiting: 12, lagSeconds: 180.4, failures: 3 },
  ...{ failingSince: '2026-01-31T08:00Z', lastError: 'logs.example.com answered 503.' },
  nextAttemptAt: '2026-01-31T08:16Z',
};
const untested = { askedAt: null, testedAt: null, error: null };
const siem = {
  ...{ id: ID, name: 'siem', where: 'tls://logs.example.com:6514', credential: null },
  ...{ state: 'active', positions: [caughtUp, stuck], test: untested },
};

/** What is answered next; the sink where nothing is left. */
let answers: object[] = [];
const requests = recordRequests(settings, ({ what }) => ({
  body:
    answers.shift() ??
    (what.startsWith('GET /api/v1/sinks?') ? { items: [siem], nextCursor: null } : siem),
}));
const askedFor = (request: Asked | undefined) => ({ what: request?.what, body: bodyOf(request) });
const lastAsked = () => askedFor(requests.at(-1));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-sink-'));
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  answers = [];
});

/** Types it. @returns what was printed */
async function typed(...args: string[]): Promise<string> {
  const program = new Command('keyward').exitOverride();
  program.configureOutput({ writeErr: () => undefined });
  addSink(program);
  for (const each of program.commands[0]?.commands ?? []) {
    each.exitOverride().configureOutput({ writeErr: () => undefined });
  }
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  try {
    await program.parseAsync(args, { from: 'user' });
    return write.mock.calls.map(([text]) => String(text)).join('');
  } finally {
    write.mockRestore();
  }
}

it('lists sinks with their state and how far behind each log is, by either name', async () => {
  for (const noun of ['sink', 'sinks']) {
    expect(await typed(noun, 'list')).toBe(
      `${ID}  siem  stuck  tls://logs.example.com:6514  changes up to date; decisions 12 waiting, 180 s behind\n`,
    );
  }
  expect(JSON.parse(await typed('sink', 'list', '--json'))).toEqual({ items: [siem] });
  answers = [{ items: [], nextCursor: null }];
  expect(await typed('sink', 'list')).toBe('There is no sink.\n');
});

it('shows why a sink is stuck, and when it is tried next', async () => {
  const text = await typed('sink', 'show', ID);
  expect(text).toMatch(/^state +stuck$/m);
  expect(text).toMatch(/^ {2}because +logs\.example\.com answered 503\.$/m);
  expect(text).toMatch(/^ {2}next try +2026-01-31T08:16Z$/m);
  expect(text).toMatch(/^last test +never$/m);
});

it('creates a syslog sink, with and without a port, over TLS, TCP and with an authority', async () => {
  const placeOf = async (...args: string[]) => {
    await typed('sink', 'create', 'siem', ...args);
    return (lastAsked().body as { place: object }).place;
  };
  const place = { kind: 'syslog', host: 'logs.example.com', port: 6514, tls: true };
  expect(await placeOf('--syslog', 'logs.example.com')).toEqual(place);
  const clear = { ...place, port: 601, tls: false };
  expect(await placeOf('--syslog', 'logs.example.com:601', '--tcp')).toEqual(clear);
  const sixth = { ...place, host: '2001:db8::1' };
  expect(await placeOf('--syslog', '2001:db8::1')).toEqual(sixth);
  expect(await placeOf('--syslog', '[2001:db8::1]:601')).toEqual({ ...sixth, port: 601 });
  const file = join(folder, 'ca.pem');
  await writeFile(file, '-----BEGIN CERTIFICATE-----');
  const trusting = { ...place, ca: '-----BEGIN CERTIFICATE-----' };
  expect(await placeOf('--syslog', 'logs.example.com', '--ca', file)).toEqual(trusting);
  const missing = placeOf('--syslog', 'logs.example.com', '--ca', join(folder, 'none.pem'));
  await expect(missing).rejects.toThrow('can’t be read (ENOENT)');
});

it('creates an HTTP sink that gets one log, and says what it does from now on', async () => {
  const options = ['--http', 'https://logs.example.com/in', '--credential', 'env:LOGS'];
  const said = await typed('sink', 'create', 'siem', ...options, '--log', 'changes');
  expect(said).toBe(`siem (${ID}) forwards to tls://logs.example.com:6514 from now on\n`);
  expect(requests.map(askedFor)).toEqual([
    {
      what: 'POST /api/v1/sinks',
      body: {
        ...{ name: 'siem', credential: 'env:LOGS', sources: ['changes'] },
        place: { kind: 'http', url: 'https://logs.example.com/in' },
      },
    },
  ]);
});

it('refuses a sink without a place, and one with two', async () => {
  await expect(typed('sink', 'create', 'siem')).rejects.toThrow('--syslog or --http');
  const both = ['--http', 'https://logs.example.com', '--syslog', 'logs.example.com'];
  await expect(typed('sink', 'create', 'siem', ...both)).rejects.toThrow(/cannot be used with/);
  expect(requests).toEqual([]);
});

it('changes what is named and leaves the rest, and takes a credential away', async () => {
  await typed('sink', 'update', ID, '--name', 'store');
  expect(lastAsked()).toEqual({ what: `PATCH /api/v1/sinks/${ID}`, body: { name: 'store' } });
  await typed('sink', 'update', ID, '--no-credential');
  expect(lastAsked().body).toEqual({ credential: null });
});

it('pauses, resumes and deletes a sink by its name', async () => {
  expect(await typed('sink', 'pause', 'siem')).toContain(`siem (${ID})`);
  expect(lastAsked()).toEqual({ what: `PATCH /api/v1/sinks/${ID}`, body: { state: 'paused' } });
  await typed('sink', 'resume', 'siem');
  expect(lastAsked().body).toEqual({ state: 'active' });
  expect(await typed('sink', 'delete', 'siem')).toBe(`siem (${ID}): deleted\n`);
  expect(lastAsked().what).toBe(`DELETE /api/v1/sinks/${ID}`);
  await expect(typed('sink', 'pause', 'other')).rejects.toThrow('no sink is called other');
});

it('waits for what comes of a test: done where it was taken, failed with the reason where not', async () => {
  const waiting = { ...siem, test: { ...untested, askedAt: '2026-01-31T08:15Z' } };
  const tested = { askedAt: '2026-01-31T08:15Z', testedAt: '2026-01-31T08:16Z', error: null };
  answers = [siem, waiting, waiting, { ...siem, test: tested }];
  expect(await typed('sink', 'test', ID)).toBe('siem: taken 2026-01-31T08:16Z\n');
  answers = [siem, waiting, { ...siem, test: { ...tested, error: 'It answered 403.' } }];
  await expect(typed('sink', 'test', ID)).rejects.toThrow(
    'did not take the test: It answered 403.',
  );
  answers = [siem, waiting];
  expect(await typed('sink', 'test', ID, '--no-wait')).toBe('siem: waits for a worker\n');
});
