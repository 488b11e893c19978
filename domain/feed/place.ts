import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditHead } from '@/db/schema/history';
import { feedConsumers } from '@/db/schema/operating';
import { GENESIS_HASH } from '@/domain/ledger/verify-chain';
import type { FeedConsumer } from './consumer';
import type { Position } from './position';

type Writer = Pick<Database, 'insert' | 'select' | 'update'>;

const MAX_ERROR_LENGTH = 1_000;
const now = sql`clock_timestamp()`;

/** The row of a named consumer, as one process holds it: all times are by the database's clock. */
export class Place {
  constructor(
    private readonly name: string,
    private readonly heldBy: string,
    private readonly leaseMs: number,
  ) {}

  /** Makes the row where the name is new. */
  async open(db: Writer, startAt: FeedConsumer['startAt']): Promise<void> {
    const start =
      startAt === 'first-event'
        ? [{ seq: 0, hash: GENESIS_HASH }]
        : await db.select({ seq: auditHead.seq, hash: auditHead.hash }).from(auditHead);
    await db
      .insert(feedConsumers)
      .values(start.map((position) => ({ name: this.name, ...position })))
      .onConflictDoNothing();
  }

  /**
   * Takes the place for the time of a lease, or holds it for longer.
   * @returns the position; null where another process holds it
   */
  async hold(db: Writer): Promise<Position | null> {
    const isFree = or(
      eq(feedConsumers.heldBy, this.heldBy),
      isNull(feedConsumers.heldUntil),
      lt(feedConsumers.heldUntil, now),
    );
    const [row] = await db
      .update(feedConsumers)
      .set({ heldBy: this.heldBy, heldUntil: this.#leaseEnd, heartbeatAt: now })
      .where(and(eq(feedConsumers.name, this.name), isFree))
      .returning({ seq: feedConsumers.seq, hash: feedConsumers.hash });
    return row ?? null;
  }

  /** @throws where another process has taken the place: what was done in this transaction must go */
  async moveOn(db: Writer, from: Position, to: Position): Promise<void> {
    const { rowCount } = await db
      .update(feedConsumers)
      .set({
        ...{ seq: to.seq, hash: to.hash, heldUntil: this.#leaseEnd, heartbeatAt: now },
        ...{ failures: 0, failingSince: null, lastError: null },
      })
      .where(and(this.#isHeld, eq(feedConsumers.seq, from.seq), eq(feedConsumers.hash, from.hash)));
    if (rowCount !== 1) throw new PlaceLost(this.name);
  }

  /** Notes why it does not get on. */
  async stumble(db: Writer, error: string): Promise<void> {
    await db
      .update(feedConsumers)
      .set({
        failures: sql`${feedConsumers.failures} + 1`,
        failingSince: sql`coalesce(${feedConsumers.failingSince}, ${now})`,
        lastError: error.slice(0, MAX_ERROR_LENGTH),
      })
      .where(this.#isHeld);
  }

  /** Lets another process take it at once. */
  async leave(db: Writer): Promise<void> {
    await db.update(feedConsumers).set({ heldBy: null, heldUntil: null }).where(this.#isHeld);
  }

  get #isHeld() {
    return and(eq(feedConsumers.name, this.name), eq(feedConsumers.heldBy, this.heldBy));
  }

  get #leaseEnd() {
    return sql`${now} + make_interval(secs => ${this.leaseMs / 1_000})`;
  }
}

export class PlaceLost extends Error {
  override readonly name = 'PlaceLost';

  constructor(consumer: string) {
    super(`another process reads for ${consumer}`);
  }
}
