import { join } from 'node:path';
import { command } from '@/bench/world/commands';
import { authorizeRequest, type BenchWorld, type Use } from '@/bench/world/world';
import { revokeToken } from '@/domain/tokens/revoke-token';
import type { Flags } from '../lib/flags';
import { goal, milliseconds, say, table, thousands } from '../lib/print';
import { shareCores } from '../lib/processors';
import { percentile } from '../lib/statistics';
import { startVerifier, type VerifierProcess } from '../lib/verifier';
import { startLoad } from '../load/run-load';
import { makeWorld } from '../world/world';
import { freezeLargeGroup, LARGE_GROUP_TOKENS } from './freeze-large-group';
import type { Prober } from './prober';
import { startProber } from './prober';
import { revokeSubtree, SUBTREE_TOKENS } from './revoke-subtree';
import { receiptsMs, type Timing, timeChange, timingRow } from './timings';
import { warmTokens } from './warm-tokens';

const VERIFIERS = 3;
const LOAD_TOKENS = 5_000;
const LOAD_PER_SECOND = 500;
const LOAD_CONNECTIONS = 16;
const REVOCATIONS = 1_000;
/** Not counted: until then all processes compile the code they run. */
const WARM_UP = 100;
const MAX_MS = 50;

/** From the commit of a change to the moment the last of three verifiers denies, under load. */
export async function benchRevoke(flags: Flags): Promise<boolean> {
  say(`  ${shareCores()}`);
  const count = flags.count ?? REVOCATIONS;
  const world = await makeWorld(LOAD_TOKENS + WARM_UP + count, flags.openapi);
  const verifiers: VerifierProcess[] = [];
  try {
    for (let at = 1; at <= VERIFIERS; at += 1) verifiers.push(await start(world, at));
    return await measure(world, verifiers);
  } finally {
    for (const verifier of verifiers) await verifier.stop();
    await world.postgres.stop();
  }
}

async function measure(world: BenchWorld, verifiers: readonly VerifierProcess[]) {
  const { postgres, uses } = world;
  const urls = verifiers.map(({ url }) => url);
  const requests = uses.slice(0, LOAD_TOKENS).map(authorizeRequest);
  const shape = { connections: LOAD_CONNECTIONS, ratePerSecond: LOAD_PER_SECOND };
  // The tokens of the load are in memory, as those in use are: what is measured is no start.
  for (const url of urls) await warmTokens(url, world.callerSecret, uses.slice(0, LOAD_TOKENS));
  const prober = startProber(urls);
  const loads = urls.map((url) => startLoad({ url, requests, ...shape }));
  const perVerifier = `${VERIFIERS} verifiers, each with ${thousands(LOAD_PER_SECOND)} other`;
  say(`  ${perVerifier} requests/s meanwhile; changes by the product's own commands`);
  try {
    await revokeMany(world, prober, uses.slice(LOAD_TOKENS, LOAD_TOKENS + WARM_UP));
    const revoked = await revokeMany(world, prober, uses.slice(LOAD_TOKENS + WARM_UP));
    const subtree = await revokeSubtree(world, prober, urls);
    const frozen = await freezeLargeGroup(world, prober, urls);
    const receipts = async (timings: typeof revoked) =>
      receiptsMs(
        postgres.pool,
        timings.map(({ seq }) => seq),
        VERIFIERS,
      );
    const denials = revoked.map(({ deniedMs }) => deniedMs);
    const frozenDenials = frozen.map(({ deniedMs }) => deniedMs);
    const belowDenials = subtree.map(({ deniedMs }) => deniedMs);
    const below = thousands(SUBTREE_TOKENS);
    const large = thousands(LARGE_GROUP_TOKENS);
    table(
      ['from commit to the last of all', 'changes', 'p50', 'p99', 'max'],
      [
        timingRow('revoked token: denial received', denials),
        timingRow('… since the command had answered', sinceAnswer(revoked)),
        timingRow('revoked token: receipt', await receipts(revoked)),
        timingRow(`revoked with ${below} below: one of them denied`, belowDenials),
        timingRow('… since the command had answered', sinceAnswer(subtree)),
        timingRow(`revoked with ${below} below: receipt`, await receipts(subtree)),
        timingRow(`frozen group of ${large}: denial received`, frozenDenials),
        timingRow('… since the command had answered', sinceAnswer(frozen)),
        timingRow(`frozen group of ${large}: receipt`, await receipts(frozen)),
      ],
    );
    const p99 = percentile(denials, 0.99);
    const worst = percentile(frozenDenials, 1);
    return [
      goal(`revocation denied everywhere: p99 < ${MAX_MS} ms`, milliseconds(p99), p99 < MAX_MS),
      goal(`freezing ${large} tokens: < ${MAX_MS} ms`, milliseconds(worst), worst < MAX_MS),
    ].every(Boolean);
  } finally {
    await prober.stop();
    for (const load of loads) await load.stop();
  }
}

const sinceAnswer = (timings: readonly Timing[]) => timings.map((timing) => timing.sinceAnswerMs);

const start = ({ postgres }: BenchWorld, at: number) =>
  startVerifier({
    name: `bench-${at}`,
    databaseUrl: postgres.url,
    journalDir: join(postgres.folder, 'journal'),
  });

/** Revokes tokens one after the other by the command `tokens.revoke`, watching each everywhere. */
async function revokeMany(
  { postgres }: BenchWorld,
  prober: Prober,
  uses: readonly Use[],
): Promise<Timing[]> {
  const timings: Timing[] = [];
  for (const use of uses) {
    const timing = await timeChange(
      postgres.pool,
      (stop) => prober.lastDenial(authorizeRequest(use), stop),
      () => command(postgres.db, revokeToken, { token: use.token.id, reason: 'bench' }),
    );
    timings.push(timing);
  }
  return timings;
}
