import type pg from 'pg';

/** Ends a transaction that only read, and gives its connection back, or away where that fails. */
export async function endReading(client: pg.PoolClient): Promise<void> {
  const failure = await client.query('rollback').then(
    () => undefined,
    (error: Error) => error,
  );
  client.release(failure);
}
