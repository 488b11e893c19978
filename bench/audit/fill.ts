import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { say, thousands } from '../lib/print';

const DAYS = 30;

/** What the rows are of; the commonest tokens make most of them, as in life. */
export const TOKENS = 1_000;
const [IDENTITIES, GROUPS, APIS] = [200, 20, 3];
const VERBS = ['list', 'get', 'create', 'update', 'delete'];
const NOUNS = ['Invoices', 'Orders', 'Parcels', 'Refunds'];

export const tokenId = (n: number): string => `tok_${String(n).padStart(26, '0')}`;
const padded = (prefix: string, n: ReturnType<typeof sql>) =>
  sql`${prefix} || lpad(${n}::text, 26, '0')`;
const oneOf = (words: readonly string[], n: ReturnType<typeof sql>) =>
  sql`(${sql.param(words)}::text[])[1 + ${n} % ${words.length}]`;

/** Rare: a range of addresses one row in a thousand comes from, and a word one in a hundred thousand has. */
export const RARE_RANGE = '203.0.113.0/24';
export const RARE_WORD = 'needle';

/**
 * The columns of generated decisions, from a number `n`, a moment `at` and a few numbers drawn by chance:
 * a million rows are made in the database, where they stay.
 */
const columns = sql`
  ${padded('dec_', sql`n`)}, at, (array['east', 'west', 'south'])[1 + n % 3],
  case when d < 0.08 then 'denied' else 'allowed' end,
  case when d < 0.05 then 'operation_not_granted' when d < 0.07 then 'token_expired'
    when d < 0.08 then 'ip_not_allowed' else 'allowed' end,
  'api-' || (n % ${APIS}), ${oneOf(VERBS, sql`n`)} || ${oneOf(NOUNS, sql`(n / 7)`)}, 'GET',
  '/things/' || n % 5000 || case when n % 100000 = 4711 then '/' || ${RARE_WORD}::text else '' end,
  ${padded('tok_', sql`t`)}, 'token ' || t, ${padded('idn_', sql`(t % ${IDENTITIES})`)},
  'person ' || t % ${IDENTITIES}, ${padded('grp_', sql`(t % ${GROUPS})`)}, 'team-' || t % ${GROUPS},
  'things:read',
  case when r < 0.001 then '203.0.113.' || n % 250 else '10.' || t % 200 || '.' || n % 4 || '.' || n % 250 end,
  'curl/8.9.1', 'req-' || n`;

const NAMES = sql.raw(
  'id, at, verifier, outcome, code, api, operation, method, path, token_id, token_name, identity_id, identity_name, group_id, group_slug, scope, ip, user_agent, request_id',
);

/** Inserts `count` decisions from the number `first`, spread evenly from one moment to another. */
export async function insertDecisions(
  db: Database,
  { first, count, from, to }: { first: number; count: number; from: Date; to: Date },
): Promise<void> {
  await db.execute(sql`
    insert into decisions (${NAMES})
    select ${columns} from (
      select n, ${from.toISOString()}::timestamptz + (n - ${first}) *
          ((${to.toISOString()}::timestamptz - ${from.toISOString()}::timestamptz) / ${count}) as at,
        floor(${TOKENS} * random() ^ 2)::int as t, random() as d, random() as r
      from generate_series(${first}::int, ${first + count - 1}::int) n) drawn`);
}

const HOUR_MS = 3_600_000;

/** Fills the last thirty days, an hour at a time as decisions would come, and says how far it is. */
export async function fill(db: Database, rows: number): Promise<void> {
  await db.execute(
    sql`select ensure_decision_partitions(current_date - ${DAYS}::int - 1, current_date + 1)`,
  );
  await db.execute(sql`select setseed(0.5)`);
  const hours = DAYS * 24;
  const endMs = Date.now();
  const start = performance.now();
  let [made, told] = [0, start];
  for (let hour = 0; hour < hours; hour += 1) {
    const count = Math.floor((rows * (hour + 1)) / hours) - made;
    const fromMs = endMs - (hours - hour) * HOUR_MS;
    const span = { from: new Date(fromMs), to: new Date(fromMs + HOUR_MS) };
    if (count > 0) await insertDecisions(db, { first: made + 1, count, ...span });
    made += count;
    if (performance.now() - told < 5_000 && made < rows) continue;
    told = performance.now();
    const rate = made / ((told - start) / 1_000);
    say(`  filled ${thousands(made)} of ${thousands(rows)}, ${thousands(rate)} rows/s`);
  }
}
