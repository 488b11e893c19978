import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type pg from 'pg';
import { describeError } from '@/db/describe-error';
import type { Log } from '@/domain/base/log';
import { type Segment, syncDirectory } from './segment';
import { forgetPosition } from './ship-lines';
import type { ShipPart, ShippedPart } from './ship-part';

const PAUSE_MS = 200;
const RETRY_MS = 1_000;
const CATCH_UP_BYTES = 4_194_304;

interface ShipperOptions {
  readonly pool: pg.Pool;
  readonly shipPart: ShipPart;
  readonly verifier: string;
  /** Takes the file of a segment that is shipped for another; false where it is to be removed. */
  keepFile(segment: Segment): Promise<boolean>;
  readonly log: Log;
}

interface Shipping {
  readonly segment: Segment;
  shippedBytes: number;
  isDamaged: boolean;
}

/**
 * Brings segments into Postgres, oldest first, exactly once, and removes them when they are there.
 * What can't be shipped now stays on disk and is tried again.
 */
export class Shipper {
  readonly #queue: Shipping[] = [];
  #running: Promise<void> | null = null;
  #wake: (() => void) | null = null;
  #isStopping = false;
  #failedAtMs: number | null = null;

  constructor(private readonly options: ShipperOptions) {}

  add(segment: Segment): void {
    this.#queue.push({ segment, shippedBytes: 0, isDamaged: false });
    this.poke();
  }

  /** There may be something to ship. */
  poke(): void {
    if (!this.#isStopping) this.#running ??= this.#run();
  }

  /** Bytes of all segments on disk. */
  get bytesOnDisk(): number {
    let bytes = 0;
    for (const { segment } of this.#queue) bytes += segment.bytesOnDisk;
    return bytes;
  }

  /** Durable bytes that Postgres doesn't have yet. */
  get backlogBytes(): number {
    let bytes = 0;
    for (const { segment, shippedBytes } of this.#queue)
      bytes += segment.durableBytes - shippedBytes;
    return bytes;
  }

  /** Since when shipping has been failing, in milliseconds since the epoch. */
  get failingSinceMs(): number | null {
    return this.#failedAtMs;
  }

  /** Ships what is left, for as long as that goes well and the time allows. */
  async stop(timeoutMs: number): Promise<void> {
    this.#isStopping = true;
    this.#wake?.();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#shipTheRest(), timeout]);
    clearTimeout(timer);
  }

  async #shipTheRest(): Promise<void> {
    await this.#running;
    try {
      while (await this.#shipNext());
    } catch (error) {
      this.options.log.warn({ error: describeError(error) }, 'decisions stay in the journal');
    }
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      try {
        const isMoved = await this.#shipNext();
        if (this.#failedAtMs !== null) this.options.log.info('decisions reach Postgres again');
        this.#failedAtMs = null;
        if (!isMoved) break;
        // Few large copies are cheaper than many small ones, unless there is much to catch up with.
        await this.#sleep(this.backlogBytes < CATCH_UP_BYTES ? PAUSE_MS : 0);
      } catch (error) {
        if (this.#failedAtMs === null) {
          this.options.log.warn(
            { error: describeError(error) },
            'decisions can’t be shipped, and wait',
          );
          this.#failedAtMs = Date.now();
        }
        await this.#sleep(RETRY_MS);
      }
    }
    this.#running = null;
    if (this.backlogBytes > 0) this.poke();
  }

  /** Ships a part of the oldest segment; false where there is nothing to do. */
  async #shipNext(): Promise<boolean> {
    const [next] = this.#queue;
    if (next === undefined) return false;
    const { segment } = next;
    const to = segment.durableBytes;
    if (next.shippedBytes >= to) {
      if (!segment.isSealed) return false;
      await this.#finish(next);
      return this.#queue.length > 0;
    }
    const { id, path } = segment;
    const { verifier, shipPart } = this.options;
    const part = await shipPart({ verifier, segment: { id, path }, from: next.shippedBytes, to });
    if (part.damagedBytes > 0 || part.isTorn) this.#reportDamage(next, part);
    next.shippedBytes = part.shippedBytes;
    return true;
  }

  #reportDamage(shipping: Shipping, part: ShippedPart): void {
    const { id } = shipping.segment;
    if (part.isTorn) {
      this.options.log.warn(
        { segment: id },
        'a journal segment ends in a torn write, of decisions that were never answered',
      );
      return;
    }
    shipping.isDamaged = true;
    this.options.log.error(
      { segment: id, bytes: part.damagedBytes },
      'a journal segment is damaged: what is whole is shipped, the file is kept',
    );
  }

  async #finish(shipping: Shipping): Promise<void> {
    const { id, path } = shipping.segment;
    if (shipping.isDamaged) await rename(path, `${path}.damaged`);
    else if (!(await this.options.keepFile(shipping.segment))) await rm(path, { force: true });
    // Before the position goes: a file that comes back after a crash must find it.
    await syncDirectory(dirname(path));
    this.#queue.shift();
    await forgetPosition(this.options.pool, id);
  }

  async #sleep(ms: number): Promise<void> {
    if (ms === 0 || this.#isStopping) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
