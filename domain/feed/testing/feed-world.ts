import { createDatabase, createPool, type Database } from '@/db/client';
import type { JsonObject } from '@/db/schema/history';
import { createTestDatabase } from '@/db/testing/test-database';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import type { Log } from '@/domain/base/log';
import { appendEvent } from '@/domain/ledger/append-event';
import type { StoredEvent } from '@/domain/ledger/event-hash';
import { readConsumers } from '../read-lag';

type Tx = Parameters<typeof appendEvent>[0];

/** Appends one event, as the last step of a change. @returns its `seq` */
export const append = (tx: Tx, after?: JsonObject): Promise<number> =>
  appendEvent(tx, {
    actor: systemActor('test', []),
    group: null,
    action: 'groups.create',
    target: { type: 'system', id: null, name: null },
    outcome: 'done',
    entry: { affects: [], after },
    request: { id: newId('request'), ip: null, userAgent: null },
  });

/** Makes changes one after the other. @returns the `seq` of the last */
export async function change(db: Database, count: number, after?: JsonObject): Promise<number> {
  let seq = 0;
  for (let at = 0; at < count; at += 1) seq = await db.transaction((tx) => append(tx, after));
  return seq;
}

/** An empty log in a database of its own. */
export async function openFeedWorld() {
  const database = await createTestDatabase();
  const pool = createPool(database.url, { maxConnections: 12 });
  const ownerPool = createPool(database.ownerUrl, { maxConnections: 2 });
  const db = createDatabase(pool);
  return {
    db,
    url: database.url,
    /** Signs in as superuser. */
    owner: createDatabase(ownerPool),
    consumer: async (name: string) =>
      (await readConsumers(db)).find((found) => found.name === name),
    async close() {
      await pool.end();
      await ownerPool.end();
      await database.drop();
    },
  };
}

/** What a consumer was handed, in the order in which it was. */
export function collect() {
  const batches: number[][] = [];
  return {
    batches,
    get seqs() {
      return batches.flat();
    },
    take(events: readonly StoredEvent[]): void {
      batches.push(events.map(({ seq }) => seq));
    },
  };
}

/** 1 to `last`. */
export const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

const nothing = () => undefined;
export const quiet: Log = { info: nothing, warn: nothing, error: nothing, debug: nothing };
