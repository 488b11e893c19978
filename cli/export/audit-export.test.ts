import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addAuditExport } from './audit-export';

vi.mock('node:timers/promises', () => ({ setTimeout: () => Promise.resolve() }));
vi.mock('@/domain/environment/env', async (original) => ({
  ...(await original<typeof import('@/domain/environment/env')>()),
  environment: () => ({ keywardUrl: 'http://keyward.test', keywardToken: 'kwp_x' }),
}));

const ROWS = 5_003;
let folder: string;
let file: string;
let asked: URLSearchParams[];
/** How many rows the server sends before the connection breaks, by request; the last goes on for good. */
let breaks: number[];
let said: string[];

const row = (seq: number) => `${JSON.stringify({ seq, action: '=cmd', reason: 'é"\n' })}\n`;
const whole = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, at) => row(first + at)).join('');

/** Sends rows after `after`, in pieces that end in the middle of a character. */
function answer(address: string): Response {
  const query = new URL(address).searchParams;
  asked.push(query);
  if (query.get('q') === 'grup:x') {
    const problem = { detail: 'There is no key “grup”.', code: 'invalid_input' };
    return Response.json(problem, { status: 422 });
  }
  const first = Number(query.get('after') ?? 0) + 1;
  const until = breaks.length > 1 ? (breaks.shift() ?? 0) : (breaks[0] ?? ROWS);
  const bytes = Buffer.from(whole(first, Math.min(ROWS, first + until - 1)));
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = bytes.subarray(at, at + 9_973);
      at += piece.length;
      if (piece.length > 0) controller.enqueue(piece);
      else if (until < ROWS - first + 1) controller.error(new TypeError('terminated'));
      else controller.close();
    },
  });
  return new Response(body);
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-export-'));
  file = join(folder, 'export.ndjson');
  [asked, said, breaks] = [[], [], [ROWS]];
  vi.stubGlobal('fetch', (address: string) => Promise.resolve(answer(address)));
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((text) => {
      said.push(String(text));
      return true;
    });
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

async function run(...args: string[]): Promise<void> {
  const program = new Command('keyward').exitOverride();
  addAuditExport(program.command('audit'));
  await program.parseAsync(['audit', 'export', ...args], { from: 'user' });
}

it('exactly the query goes to standard output, and how much it was to standard error', async () => {
  const begun = Date.now();
  await run('--query', 'group:billing after:-24h', '--from', '2026-01-01T00:00:00Z');
  expect(said.slice(0, -1).join('')).toBe(whole(1, ROWS));
  expect(said.at(-1)).toBe('exported 5,003 changes\n');
  expect(Object.fromEntries(asked[0] ?? [])).toEqual({
    q: 'group:billing',
    from: expect.stringMatching(/Z$/),
    to: expect.stringMatching(/Z$/),
    format: 'ndjson',
  });
  // Written out, so that what is resumed tomorrow leaves out nothing.
  const from = Date.parse(asked[0]?.get('from') ?? '') + 86_400_000;
  expect(from).toBeGreaterThanOrEqual(begun);
  expect(from).toBeLessThanOrEqual(Date.now());
});

it('a transfer that ends in the middle of a row is taken up again, as if it had broken', async () => {
  vi.stubGlobal('fetch', async (address: string) => {
    const response = answer(address);
    return asked.length > 1 ? response : new Response((await response.text()).slice(0, -5));
  });
  await run('--output', file);
  expect(asked.map((query) => query.get('after'))).toEqual([null, String(ROWS - 1)]);
  expect(await readFile(file, 'utf8')).toBe(whole(1, ROWS));
});

it('a file has all rows once, though the transfer breaks again and again', async () => {
  breaks = [1, 999, 1_000, 0, 1_001, ROWS];
  await run('--output', file, '--json');
  expect(await readFile(file, 'utf8')).toBe(whole(1, ROWS));
  expect(asked).toHaveLength(6);
  expect(new Set(asked.map((query) => query.get('to'))).size).toBe(1);
  const bytes = Buffer.byteLength(whole(1, ROWS));
  expect(JSON.parse(said.at(-1) ?? '')).toEqual({
    ...{ file, log: 'changes', rows: ROWS, bytes },
  });
  await expect(readFile(`${file}.progress`)).rejects.toThrow('ENOENT');
});

it.each([['--gzip'], ['--format=csv'], ['--format=csv', '--gzip']])(
  'what was cut off goes on where it stopped, with %s as without',
  async (...how) => {
    const textOf = async (name: string) => {
      const bytes = await readFile(name);
      return (how.includes('--gzip') ? gunzipSync(bytes) : bytes).toString('utf8');
    };
    const other = join(folder, 'whole');
    await run('--output', other, ...how);
    breaks = [2_500, 0];
    const cut = run('--output', file, '--query', 'ip:10.0.0.0/8', ...how);
    await expect(cut).rejects.toThrow(/not whole.*has the first 2500; go on with --resume/);
    // As after a power cut: bytes that nothing says are whole.
    await writeFile(file, '{"seq":25', { flag: 'a' });
    breaks = [ROWS];
    await run('--output', file, '--resume');
    expect(asked.at(-1)?.get('after')).toBe('2500');
    expect(asked.at(-1)?.get('q')).toBe('ip:10.0.0.0/8');
    expect(await textOf(file)).toBe(await textOf(other));
    expect((await textOf(file)).includes("'=cmd")).toBe(how.includes('--format=csv'));
  },
);

it('a file that is there is left alone, and nothing is resumed that was not cut off', async () => {
  await writeFile(file, 'evidence');
  await expect(run('--output', file)).rejects.toThrow('exists');
  await expect(run('--output', file, '--resume')).rejects.toThrow('no export into');
  await expect(run('--resume')).rejects.toThrow('name the file');
  const other = run('--output', file, '--resume', '--query', 'group:other');
  await expect(other).rejects.toThrow('what was asked for then');
  expect(await readFile(file, 'utf8')).toBe('evidence');
});

it('a query that can’t be read is said to be', async () => {
  await expect(run('--query', 'grup:x')).rejects.toThrow('There is no key “grup”. (invalid_input)');
});
