import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Transaction } from '@/db/client';
import { sinkPositions, sinks } from '@/db/schema/sinks';
import { readLastBatches, readLastChange } from '@/domain/ledger/log-ends';
import type { Source } from './sink-input';

/** Under `log` or each verifier's name: the last `seq` that was taken. */
export type SourcePlace = Readonly<Record<string, number>>;

const MAX_ERROR_LENGTH = 1_000;
const [FIRST_PAUSE_SECONDS, MAX_PAUSE_SECONDS] = [1, 300];
const now = sql`clock_timestamp()`;

/** Whether a time has come by the clock of the database, or there is none to wait for. */
export const isPast = (
  column: typeof sinkPositions.heldUntil | typeof sinkPositions.nextAttemptAt,
) => or(isNull(column), lt(column, now));

/** Lets a sink begin with what is appended to this log from now on. */
export async function openPosition(tx: Transaction, sinkId: string, source: Source): Promise<void> {
  const place: SourcePlace =
    source === 'changes' ? { log: await readLastChange(tx) } : await readLastBatches(tx);
  await tx.insert(sinkPositions).values({ sinkId, source, place });
}

export const readPlace = (stored: unknown): SourcePlace =>
  z.record(z.string(), z.int()).parse(stored);

/** One log of one sink, as one process holds it for the time of a lease. */
export class HeldPosition {
  readonly #row;

  constructor(
    private readonly db: Database,
    sinkId: string,
    source: Source,
    private readonly heldBy: string,
    private readonly leaseMs: number,
  ) {
    this.#row = and(eq(sinkPositions.sinkId, sinkId), eq(sinkPositions.source, source));
  }

  /** @returns the place; null where another process has it, its pause isn't over, or its sink is paused */
  async hold(): Promise<SourcePlace | null> {
    const isFree = or(eq(sinkPositions.heldBy, this.heldBy), isPast(sinkPositions.heldUntil));
    const [row] = await this.db
      .update(sinkPositions)
      .set({ heldBy: this.heldBy, heldUntil: this.#leaseEnd })
      .where(
        and(
          ...[this.#row, isFree, isPast(sinkPositions.nextAttemptAt)],
          sql`exists (select 1 from ${sinks} where ${sinks.id} = ${sinkPositions.sinkId} and ${sinks.state} = 'active')`,
        ),
      )
      .returning({ place: sinkPositions.place });
    return row ? readPlace(row.place) : null;
  }

  /** @returns false where another process has taken over meanwhile, or the sink is gone */
  async moveOn(to: SourcePlace, delivered: number): Promise<boolean> {
    const { rowCount } = await this.db
      .update(sinkPositions)
      .set({
        ...{ place: to, heldUntil: this.#leaseEnd, deliveredAt: now },
        delivered: sql`${sinkPositions.delivered} + ${delivered}`,
        ...{ failures: 0, failingSince: null, nextAttemptAt: null, lastError: null },
      })
      .where(this.#isHeld);
    return rowCount === 1;
  }

  /** Notes why nothing was taken, and lets go until the pause is over: 1 s, doubled up to 5 minutes. */
  async stumble(error: string): Promise<void> {
    const pause = sql`least(${FIRST_PAUSE_SECONDS} * 2 ^ least(${sinkPositions.failures}, 20), ${MAX_PAUSE_SECONDS})`;
    await this.db
      .update(sinkPositions)
      .set({
        failures: sql`${sinkPositions.failures} + 1`,
        failingSince: sql`coalesce(${sinkPositions.failingSince}, ${now})`,
        nextAttemptAt: sql`${now} + make_interval(secs => ${pause})`,
        lastError: error.slice(0, MAX_ERROR_LENGTH),
        ...{ heldBy: null, heldUntil: null },
      })
      .where(this.#isHeld);
  }

  async leave(): Promise<void> {
    await this.db.update(sinkPositions).set({ heldBy: null, heldUntil: null }).where(this.#isHeld);
  }

  get #isHeld() {
    return and(this.#row, eq(sinkPositions.heldBy, this.heldBy));
  }

  get #leaseEnd() {
    return sql`${now} + make_interval(secs => ${this.leaseMs / 1_000})`;
  }
}
