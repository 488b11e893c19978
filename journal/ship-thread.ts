import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { PartToShip, ShippedPart } from './ship-part';
import type { ShipThreadAnswer, ShipThreadData } from './ship-thread-entry';

const BUNDLE = 'journal-shipper';
const MEMORY = { maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 16 };

interface Waiting {
  readonly resolve: (shipped: ShippedPart) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Ships parts of segments in a thread with a connection of its own: reading, checking and sending
 * megabytes takes milliseconds that the thread which answers doesn't have. A part whose thread dies
 * fails like one that Postgres refuses, and the next starts another thread. What was committed before
 * is not copied again, for Postgres knows how far it is.
 */
export class ShipThread {
  #worker: Worker | null = null;
  #waiting: Waiting | null = null;

  /** @param bundle absolute path of the bundled ship-thread-entry.ts */
  constructor(
    private readonly bundle: string,
    private readonly data: ShipThreadData,
  ) {}

  /** One part at a time. */
  readonly ship = (part: PartToShip): Promise<ShippedPart> =>
    new Promise((resolve, reject) => {
      if (this.#waiting !== null) throw new Error('a part is being shipped already');
      this.#waiting = { resolve, reject };
      this.#worker ??= this.#start();
      this.#worker.postMessage(part);
    });

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.bundle, { workerData: this.data, resourceLimits: MEMORY });
    worker.on('message', (answer: ShipThreadAnswer) => {
      const waiting = this.#noLongerWaiting();
      if ('shipped' in answer) waiting?.resolve(answer.shipped);
      else waiting?.reject(new Error(answer.failure));
    });
    let cause: unknown;
    worker.on('error', (error) => {
      cause = error;
    });
    // Always the last event.
    worker.once('exit', (code) => {
      this.#worker = null;
      const message = `the thread that ships decisions ended with code ${code}`;
      this.#noLongerWaiting()?.reject(new Error(message, { cause }));
    });
    worker.unref();
    return worker;
  }

  #noLongerWaiting(): Waiting | null {
    const waiting = this.#waiting;
    this.#waiting = null;
    return waiting;
  }
}

/** The bundle beside the built program, or above its chunks; null when run from source. */
export function findShipThread(): string | null {
  const here = fileURLToPath(import.meta.url);
  const name = BUNDLE + extname(here);
  const folder = dirname(here);
  const places = [join(folder, name), join(folder, '..', name)];
  return extname(here) === '.ts' ? null : (places.find((place) => existsSync(place)) ?? null);
}
