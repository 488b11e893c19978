import type { Database } from '@/db/client';
import type { World } from './world';

class RollBack extends Error {}

/** Runs `work` on a database that keeps nothing of it: commands inside are savepoints. */
export async function rolledBack<Value>(
  { db }: World,
  work: (inside: Database) => Promise<Value>,
): Promise<Value> {
  const held: Value[] = [];
  const transaction = db.transaction(async (tx) => {
    held.push(await work(Object.assign(tx, { $client: db.$client }) as unknown as Database));
    throw new RollBack();
  });
  await transaction.catch((error: unknown) => {
    if (!(error instanceof RollBack)) throw error;
  });
  return held[0] as Value;
}
