import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import autocannon from 'autocannon';
import type { LoadResult, LoadSpec } from './load-spec';
import { runPaced } from './paced-load';

/** A process of its own: reads a load from the file it is given and prints what came back. */
async function main(): Promise<void> {
  preferThisProcess();
  const spec: LoadSpec = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
  const { ratePerSecond } = spec;
  const result =
    ratePerSecond === null ? await runFlatOut(spec) : await runPaced({ ...spec, ratePerSecond });
  process.stdout.write(JSON.stringify(result));
}

/** Postgres shares the core: what it keeps waiting would look like a slow answer. Root may do this. */
function preferThisProcess(): void {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SYSTEM_ERROR') throw error;
  }
}

async function runFlatOut({ url, requests, connections, seconds }: LoadSpec): Promise<LoadResult> {
  let next = 0;
  const startedAt = performance.now();
  const found = await autocannon({
    url,
    connections,
    duration: seconds,
    // Each connection gets a share: all of them together ask everything, and each builds little.
    setupClient(client) {
      const share = Math.ceil(requests.length / connections);
      const own = requests.slice(next, next + share);
      next += share;
      client.setRequests(own.length > 0 ? own : [...requests.slice(0, 1)]);
    },
  });
  return {
    answers: found['1xx'] + found['2xx'] + found['3xx'] + found['4xx'] + found['5xx'],
    refusals: found.non2xx,
    failures: found.errors + found.timeouts,
    seconds: found.duration || (performance.now() - startedAt) / 1000,
    p50Ms: found.latency.p50,
    p99Ms: found.latency.p99,
  };
}

await main();
