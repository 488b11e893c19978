import type pg from 'pg';
import { describeError } from '@/db/describe-error';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { newId } from '@/domain/base/ids';
import type { Log } from '@/domain/base/log';

interface RegistryOptions {
  readonly pool: pg.Pool;
  readonly name: string;
  readonly version: string;
  readonly outageGraceSeconds: number;
  readonly log: Log;
}

const REGISTER = `insert into verifiers as v
    (id, name, version, started_at, heartbeat_at, applied_seq, outage_grace_seconds)
  values ($1, $2, $3, now(), now(), $4, $5)
  on conflict (name) do update set version = excluded.version, started_at = now(),
    heartbeat_at = now(), applied_seq = excluded.applied_seq, stopped_at = null,
    outage_grace_seconds = excluded.outage_grace_seconds
  returning id`;

// clock_timestamp: the receipt is compared with the event's own clock_timestamp.
const CONFIRM = `with beat as (
    update verifiers set applied_seq = $2, heartbeat_at = clock_timestamp(), stopped_at = null where id = $1
  )
  insert into receipts (seq, verifier_id, confirmed_at)
  select seq, $1, clock_timestamp() from generate_series($3::bigint, $2::bigint) as seq
  on conflict do nothing`;

/**
 * This verifier's row in the fleet and its receipts. Written behind the feed: what is confirmed has
 * been applied, never the other way round. What can't be written now is written with the next.
 */
export class Registry {
  #id: string | null = null;
  #appliedSeq = 0;
  #confirmedSeq = 0;
  #isBeatDue = false;
  #writing: Promise<void> | null = null;
  #isClosed = false;

  constructor(private readonly options: RegistryOptions) {}

  /** The feed begins at `head`: events before it were never cached and need no receipt. */
  reset(head: number): void {
    this.#appliedSeq = head;
    this.#confirmedSeq = head;
    this.beat(head);
  }

  /** Everything up to `appliedSeq` is applied as of now: heartbeat and receipts are due. */
  beat(appliedSeq: number): void {
    if (this.#isClosed) return;
    this.#appliedSeq = appliedSeq;
    this.#isBeatDue = true;
    this.#writing ??= this.#write();
  }

  /** Says in the fleet that this verifier stopped on purpose. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#writing;
    if (this.#id === null) return;
    await this.#attempt(async (pool) => {
      await pool.query('update verifiers set stopped_at = now() where id = $1', [this.#id]);
    });
  }

  async #write(): Promise<void> {
    while (this.#isBeatDue) {
      this.#isBeatDue = false;
      const seq = this.#appliedSeq;
      const isWritten = await this.#attempt(async (pool) => {
        this.#id ??= await this.#register(pool, seq);
        await pool.query({
          name: 'confirm-receipts',
          text: CONFIRM,
          values: [this.#id, seq, this.#confirmedSeq + 1],
        });
      });
      if (isWritten) this.#confirmedSeq = Math.max(this.#confirmedSeq, seq);
    }
    this.#writing = null;
  }

  async #register(pool: pg.Pool, seq: number): Promise<string> {
    const { name, version, outageGraceSeconds } = this.options;
    const { rows } = await pool.query<{ id: string }>(REGISTER, [
      newId('verifier'),
      withholdSecrets(name),
      version,
      seq,
      outageGraceSeconds,
    ]);
    const [row] = rows;
    if (row === undefined) throw new Error('the verifier could not be registered');
    return row.id;
  }

  async #attempt(work: (pool: pg.Pool) => Promise<void>): Promise<boolean> {
    try {
      await work(this.options.pool);
      return true;
    } catch (error) {
      // The next heartbeat, a second later, writes what this one could not.
      this.options.log.warn(
        { error: describeError(error) },
        'heartbeat and receipts could not be written',
      );
      return false;
    }
  }
}
