import { ADMINISTRATOR, PASSWORD, startAdministered } from '../lib/administered';
import type { Dashboard } from '../lib/dashboard';
import type { Flags } from '../lib/flags';
import { goal, milliseconds, say, thousands } from '../lib/print';
import { shareCores } from '../lib/processors';
import { signIn } from '../lib/sign-in';
import { percentile } from '../lib/statistics';
import { GROUPS, makeOrganisation, type Organisation, PEOPLE } from './organisation';
import { pagesOf, pagesOfLead } from './page-list';
import { endVisits, visit } from './visit';

const SIZES = [20_000, 100_000];
const MAX_P95_MS = 150;
/** Not counted: until then the process compiles what it runs, and pages are read from disk. */
const WARM_UP = 5;
const VISITS = 30;

/** Server time of every list and detail page, as an administrator and as a lead, in a real organisation. */
export async function benchPages({ count, only }: Flags): Promise<boolean> {
  say(`  ${shareCores()}`);
  const met: boolean[] = [];
  for (const size of SIZES.filter((one) => only === null || only.includes(String(one)))) {
    const organisation = await makeOrganisation(size);
    try {
      met.push(await measure(organisation, size, count ?? VISITS));
    } finally {
      endVisits();
      await organisation.postgres.stop();
    }
  }
  return met.every(Boolean);
}

async function measure(organisation: Organisation, size: number, visits: number) {
  const { leadEmail } = organisation;
  const dashboard = await startAdministered(organisation.postgres, [organisation.lead]);
  try {
    say(`  ${thousands(PEOPLE)} people × ${GROUPS} groups × ${thousands(size)} tokens`);
    const asked = [
      ['administrator', ADMINISTRATOR, pagesOf(organisation)],
      ['lead', leadEmail, pagesOfLead(organisation)],
    ] as const;
    const met: boolean[] = [];
    for (const [role, email, paths] of asked) {
      const cookie = await signIn(dashboard.url, email, PASSWORD);
      met.push(await measureAs(role, dashboard, cookie, paths, visits));
    }
    return met.every(Boolean);
  } finally {
    await dashboard.stop();
  }
}

async function measureAs(
  role: string,
  { url }: Dashboard,
  cookie: string,
  paths: readonly string[],
  visits: number,
): Promise<boolean> {
  say(`\n  ${line(`as ${role}, ${visits} visits a page`, 'HTML', 'p50', 'p95')}`);
  let worst = { path: '', p95: 0 };
  for (const path of paths) {
    const times: number[] = [];
    let bytes = 0;
    for (let at = 0; at < WARM_UP + visits; at += 1) {
      const seen = await visit(url + path, cookie);
      if (seen.status !== 200) throw new Error(`${path} answered ${seen.status} to the ${role}`);
      bytes = seen.bytes;
      if (at >= WARM_UP) times.push(seen.ms);
    }
    const [p50, p95] = [0.5, 0.95].map((share) => percentile(times, share)) as [number, number];
    if (p95 > worst.p95) worst = { path, p95 };
    const shown = path.replace(/[a-z]{3}_[0-9a-z]{26}/, '…');
    const size = `${Math.round(bytes / 1_024)} KiB`;
    say(`  ${line(shown, size, milliseconds(p50), milliseconds(p95))}`);
  }
  const found = `${worst.path}: ${milliseconds(worst.p95)}`;
  return goal(`p95 of each page ≤ ${MAX_P95_MS} ms`, found, worst.p95 <= MAX_P95_MS);
}

/** One line of the table, which is said as it is measured: it takes minutes. */
const line = (page: string, ...figures: string[]): string =>
  [page.padEnd(40), ...figures.map((one) => one.padStart(10))].join('  ');
