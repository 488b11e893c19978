import { parentPort, workerData } from 'node:worker_threads';
import { createPool } from '@/db/client';
import { describeError } from '@/db/describe-error';
import { type PartToShip, type ShippedPart, shipPartsBy } from './ship-part';

/** What the thread is started with. */
export interface ShipThreadData {
  readonly databaseUrl: string;
  readonly applicationName: string;
}

/** Its answer to a part. */
export type ShipThreadAnswer = { readonly shipped: ShippedPart } | { readonly failure: string };

// Built to dist/journal-shipper.js and started by ship-thread.ts: one part after the other.
if (parentPort === null) throw new Error('This file runs as a worker thread only.');
const port = parentPort;
const { databaseUrl, applicationName } = workerData as ShipThreadData;
const pool = createPool(databaseUrl, {
  maxConnections: 1,
  applicationName,
  queryTimeoutMs: 10_000,
  connectTimeoutMs: 3_000,
});
const ship = shipPartsBy(pool);

port.on('message', async (part: PartToShip) => {
  let answer: ShipThreadAnswer;
  try {
    answer = { shipped: await ship(part) };
  } catch (error) {
    answer = { failure: describeError(error) };
  }
  port.postMessage(answer);
});
