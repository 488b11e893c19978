import { join } from 'node:path';
import { isRefusal } from '@/domain/base/refusal';
import { openIssuer } from '@/domain/issuers/testing/issuer';
import { bootstrapAdministrator } from '@/domain/setup/bootstrap';
import { type Dashboard, startDashboard } from '../lib/dashboard';
import type { Flags } from '../lib/flags';
import { say } from '../lib/print';
import { shareCores } from '../lib/processors';
import { startVerifier } from '../lib/verifier';
import { type BenchWorld, makeWorld } from '../world/world';
import { exchangeAtOnce } from './exchange-at-once';
import { rotateAtOnce } from './rotate-at-once';
import { rotateUnderLoad } from './rotate-under-load';

const DASHBOARDS = 2;
/** One to rotate at once, one to rotate under load, one whose account has a JWT exchanged. */
const TOKENS = 3;

/** What rotation and exchange promise of many at once, over HTTP, at two dashboards and a verifier. */
export async function benchRotate({ openapi }: Flags): Promise<boolean> {
  say(`  ${shareCores()}`);
  const world = await makeWorld(TOKENS, openapi);
  const issuer = await openIssuer();
  const running: { stop(): Promise<void> }[] = [world.postgres];
  try {
    const dashboards = await startDashboards(world, issuer.url);
    running.unshift(...dashboards);
    const verifier = await startVerifier({
      ...{ name: 'bench', databaseUrl: world.postgres.url, isMeasured: false },
      journalDir: join(world.postgres.folder, 'journal-verifier'),
    });
    running.unshift(verifier);
    const met = [
      await rotateAtOnce(world, dashboards),
      await rotateUnderLoad(world, dashboards, verifier.url),
      await exchangeAtOnce(world, dashboards, issuer),
    ];
    return met.every(Boolean);
  } finally {
    issuer.close();
    for (const one of running) await one.stop();
  }
}

async function startDashboards({ postgres }: BenchWorld, issuer: string): Promise<Dashboard[]> {
  const person = { email: 'bench@example.com', name: 'Bench', baseUrl: 'http://127.0.0.1' };
  const made = await bootstrapAdministrator(postgres.db, person);
  if (isRefusal(made)) throw new Error(made.message);
  const { managementToken } = made;
  const starts = Array.from({ length: DASHBOARDS }, (_, at) =>
    startDashboard({
      ...{ databaseUrl: postgres.url, managementToken, issuer },
      journalDir: join(postgres.folder, `journal-dashboard-${at}`),
    }),
  );
  return Promise.all(starts);
}
