import { join } from 'node:path';
import type pg from 'pg';
import type { Flags } from '../lib/flags';
import { goal, mebibytes, say, table, thousands } from '../lib/print';
import { splitCores } from '../lib/processors';
import { residentBytes } from '../lib/usage';
import { startVerifier } from '../lib/verifier';
import { runLoad } from '../load/run-load';
import { authorizeRequest, makeWorld } from '../world/world';

const HOT = 100_000;
const ALL = 1_000_000;
const CONNECTIONS = 64;
const ROUND_SECONDS = 10;
const MAX_ROUNDS = 30;
const AFTERWARDS = 3;
const MAX_BYTES = 512 * 1_048_576;

/** Resident memory with a million tokens in Postgres, a hundred thousand of them in use. */
export async function benchMemory(flags: Flags): Promise<boolean> {
  say(`  ${splitCores()}`);
  const { postgres, uses } = await makeWorld(HOT, flags.openapi);
  const total = await addColdTokens(postgres.pool, ALL);
  await postgres.analyze();
  say(`  ${thousands(total)} tokens, ${thousands(HOT)} of them about to be used`);
  const verifier = await startVerifier({
    name: 'bench',
    databaseUrl: postgres.url,
    journalDir: join(postgres.folder, 'journal'),
  });
  try {
    const requests = uses.map(authorizeRequest);
    const rows: string[][] = [];
    let most = 0;
    let cached = 0;
    let rest = AFTERWARDS;
    let next = 0;
    const look = (when: string, answers: number) => {
      const resident = residentBytes(verifier.pid);
      most = Math.max(most, resident);
      rows.push([when, thousands(answers), thousands(cached), mebibytes(resident)]);
    };
    look('after the start', 0);
    for (let round = 1; round <= MAX_ROUNDS && rest > 0; round += 1) {
      const shape = { connections: CONNECTIONS, seconds: ROUND_SECONDS, ratePerSecond: null };
      const rotated = [...requests.slice(next), ...requests.slice(0, next)];
      const { answers } = await runLoad({ url: verifier.url, requests: rotated, ...shape });
      next = (next + answers) % HOT;
      cached = (await verifier.metrics()).get('cached_tokens') ?? 0;
      look(`round ${round}`, answers);
      if (cached >= HOT) rest -= 1;
    }
    table(['resident memory', 'answers', 'tokens in memory', 'resident'], rows);
    const isHot = goal(
      `${thousands(HOT)} of ${thousands(total)} tokens in memory`,
      thousands(cached),
      cached >= HOT && total >= ALL,
    );
    return goal('under 512 MiB resident', mebibytes(most), most < MAX_BYTES) && isHot;
  } finally {
    await verifier.stop();
    await postgres.stop();
  }
}

// Ids and hashes of nobody's secret, shaped like those that the product makes.
const INSERT = `insert into tokens (id, kind, identity_id, identity_type, group_id, family_id,
    name, secret_sha256, first_4, last_4, expires_at, created_by, created_by_name)
  select 'tok_0' || left(md5('token ' || at), 25), 'service', owner.id, 'service', owner.group_id,
    'fam_0' || left(md5('family ' || at), 25), 'deploy robot', sha256(('cold ' || at)::bytea),
    left(md5(at::text), 4), right(md5(at::text), 4), now() + interval '7 days', 'bench', 'bench'
  from generate_series(1, $1::int) as at
  join (
    select i.id, m.group_id, row_number() over (order by i.id) - 1 as place
    from identities i join memberships m on m.identity_id = i.id where i.type = 'service'
  ) as owner on owner.place = at % (select count(*) from identities where type = 'service')`;

/** Fills the table up to so many tokens, with ones that nobody holds. @returns how many there are */
async function addColdTokens(pool: pg.Pool, count: number): Promise<number> {
  const { rows } = await pool.query<{ count: string }>('select count(*) from tokens');
  await pool.query(INSERT, [count - Number(rows[0]?.count)]);
  const { rows: after } = await pool.query<{ count: string }>('select count(*) from tokens');
  return Number(after[0]?.count);
}
