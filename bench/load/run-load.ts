import { execFile, spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inRoot } from '../lib/paths';
import type { LoadResult, LoadSpec } from './load-spec';
import { toRaw } from './raw-request';

const execute = promisify(execFile);
const hasWrk = spawnSync('wrk', ['-v']).error === undefined;

/** What asks: wrk takes a quarter of the CPU of autocannon, so that it isn't what is measured. */
export const loadTool = hasWrk
  ? 'load from wrk (from our own where a rate is held)'
  : 'load from autocannon, which may be the bound itself: install wrk to measure past it';

let runs = 0;

/** Asks a server, from a process of its own, and answers what came back. */
export async function runLoad(spec: LoadSpec): Promise<LoadResult> {
  const file = join(tmpdir(), `keyward-load-${process.pid}-${++runs}`);
  try {
    const output =
      hasWrk && spec.ratePerSecond === null ? await wrk(spec, file) : await ownProcess(spec, file);
    const found: LoadResult = JSON.parse(output);
    // JSON has no NaN: where nothing was answered in time, both are null.
    return { ...found, p50Ms: found.p50Ms ?? Number.NaN, p99Ms: found.p99Ms ?? Number.NaN };
  } finally {
    await rm(file, { force: true });
  }
}

/** Asks in the background until told to stop; what comes back is not looked at. */
export function startLoad(spec: Omit<LoadSpec, 'seconds'>): { stop(): Promise<void> } {
  const file = join(tmpdir(), `keyward-load-${process.pid}-${++runs}`);
  const stopping = new AbortController();
  const running = ownProcess({ ...spec, seconds: 3_600 }, file, stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    async stop() {
      stopping.abort();
      await running;
      await rm(file, { force: true });
    },
  };
}

async function ownProcess(spec: LoadSpec, file: string, signal?: AbortSignal): Promise<string> {
  await writeFile(file, JSON.stringify(spec), { mode: 0o600 });
  const program = inRoot('dist/bench/load-process.js');
  return (await execute(process.execPath, [program, file], { signal })).stdout;
}

async function wrk(
  { url, requests, connections, seconds }: LoadSpec,
  file: string,
): Promise<string> {
  const { host } = new URL(url);
  const raw = requests.map((request) => toRaw(request, host));
  await writeFile(file, raw.join('\0'), { mode: 0o600 });
  const shape = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '10s'];
  const { stdout } = await execute('wrk', [
    ...[...shape, '-s', inRoot('bench/load/replay.lua'), url, '--', file],
  ]);
  return stdout.trimEnd().split('\n').at(-1) ?? '';
}
