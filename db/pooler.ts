import type pg from 'pg';

/** More sessions than this at once are not opened to find out. */
const MAX_PROBES = 4;

const BACKEND = 'select pg_backend_pid() as pid';

async function backendOf(client: pg.Client): Promise<number> {
  return (await client.query<{ pid: number }>(BACKEND)).rows[0]?.pid ?? 0;
}

/**
 * The mode of a connection pooler that gives a session another backend from one transaction, or
 * statement, to the next; null where a session keeps its own. LISTEN, session locks and prepared
 * statements need that.
 * @param connect opens one more session at the same address; ended here
 */
export async function sharedBackends(
  first: pg.Client,
  connect: () => Promise<pg.Client>,
): Promise<'transaction' | 'statement' | null> {
  // Postgres tells a session its backend's pid at the start; a pooler tells a number of its own.
  const told = (first as pg.Client & { readonly processID: number }).processID;
  const own = await backendOf(first);
  if (told === own) return null;
  const holders: pg.Client[] = [];
  try {
    // Each transaction takes a free backend: one that may still be somebody's is found among them.
    for (let count = 1; count <= MAX_PROBES; count += 1) {
      const holder = await connect();
      holders.push(holder);
      await holder.query('begin');
      if ((await backendOf(holder)) === own) return 'transaction';
      if ((await backendOf(first)) !== own) return 'transaction';
    }
    return null;
  } catch (error) {
    if (/statement pooling/.test(String(error))) return 'statement';
    throw error;
  } finally {
    await Promise.all(holders.map((holder) => holder.end()));
  }
}
