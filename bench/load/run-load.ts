import { execFile, spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inRoot } from '../lib/paths';
import type { LoadRequest, LoadResult, LoadSpec } from './load-spec';

const execute = promisify(execFile);
const hasWrk = spawnSync('wrk', ['-v']).error === undefined;

/** What asks: wrk takes a quarter of the CPU of autocannon, so that it isn't what is measured. */
export const loadTool = hasWrk
  ? 'load from wrk (from autocannon where a rate is held)'
  : 'load from autocannon, which may be the bound itself: install wrk to measure past it';

let runs = 0;

/** Asks a server, from a process of its own, and answers what came back. */
export async function runLoad(spec: LoadSpec): Promise<LoadResult> {
  const file = join(tmpdir(), `keyward-load-${process.pid}-${++runs}`);
  try {
    const output =
      hasWrk && spec.ratePerSecond === null ? await wrk(spec, file) : await cannon(spec, file);
    return JSON.parse(output) as LoadResult;
  } finally {
    await rm(file, { force: true });
  }
}

/** Asks in the background until told to stop; what comes back is not looked at. */
export function startLoad(spec: Omit<LoadSpec, 'seconds'>): { stop(): Promise<void> } {
  const file = join(tmpdir(), `keyward-load-${process.pid}-${++runs}`);
  const stopping = new AbortController();
  const running = cannon({ ...spec, seconds: 3_600 }, file, stopping.signal).catch((error) => {
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

async function cannon(spec: LoadSpec, file: string, signal?: AbortSignal): Promise<string> {
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

/** A request as it goes over the wire (RFC 9112 section 2.1). */
function toRaw({ method, path, headers, body }: LoadRequest, host: string): string {
  const lines = [`${method} ${path} HTTP/1.1`, `host: ${host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`content-length: ${Buffer.byteLength(body)}`);
  return `${lines.join('\r\n')}\r\n\r\n${body ?? ''}`;
}
