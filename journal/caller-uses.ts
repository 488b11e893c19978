import type pg from 'pg';

/**
 * Uses of the tokens of resource servers: asking the verifier is a use, too, but no decision of its
 * own. Times are milliseconds since the epoch.
 */
export interface CallerUse {
  readonly tokenId: string;
  firstMs: number;
  lastMs: number;
  count: number;
}

/** Uses by the same few callers, added up. */
export class CallerUses {
  readonly #byToken = new Map<string, CallerUse>();

  add(tokenId: string, firstMs: number, lastMs = firstMs, count = 1): void {
    const known = this.#byToken.get(tokenId);
    if (known === undefined) {
      this.#byToken.set(tokenId, { tokenId, firstMs, lastMs, count });
      return;
    }
    known.firstMs = Math.min(known.firstMs, firstMs);
    known.lastMs = Math.max(known.lastMs, lastMs);
    known.count += count;
  }

  clear(): void {
    this.#byToken.clear();
  }

  /** A line for each caller: token, first and last time, count. */
  toText(): string {
    let text = '';
    for (const { tokenId, firstMs, lastMs, count } of this.#byToken.values()) {
      text += `${tokenId}\t${firstMs}\t${lastMs}\t${count}\n`;
    }
    return text;
  }

  /** Adds what `toText` has written. */
  addText(text: string): void {
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const [tokenId = '', first, last, count] = line.split('\t');
      this.add(tokenId, Number(first), Number(last), Number(count));
    }
  }

  /** Sorted by token, so that two verifiers lock the rows they share in the same order. */
  sorted(): CallerUse[] {
    return [...this.#byToken.values()].sort((one, other) => (one.tokenId < other.tokenId ? -1 : 1));
  }
}

const UPSERT = `insert into token_usage as kept
    (token_id, first_used_at, last_used_at, last_allowed_at, allowed_count, denied_count)
  select token_id, to_timestamp(first / 1000), to_timestamp(last / 1000), to_timestamp(last / 1000), count, 0
  from unnest($1::text[], $2::float8[], $3::float8[], $4::bigint[]) as used (token_id, first, last, count)
  on conflict (token_id) do update set
    first_used_at = least(kept.first_used_at, excluded.first_used_at),
    last_used_at = greatest(kept.last_used_at, excluded.last_used_at),
    last_allowed_at = greatest(kept.last_allowed_at, excluded.last_allowed_at),
    allowed_count = kept.allowed_count + excluded.allowed_count`;

/** Counts them in `token_usage`, inside the caller's transaction. */
export async function countCallerUses(client: pg.ClientBase, uses: CallerUses): Promise<void> {
  const sorted = uses.sorted();
  if (sorted.length === 0) return;
  await client.query({
    name: 'count-caller-uses',
    text: UPSERT,
    values: [
      sorted.map(({ tokenId }) => tokenId),
      sorted.map(({ firstMs }) => firstMs),
      sorted.map(({ lastMs }) => lastMs),
      sorted.map(({ count }) => count),
    ],
  });
}
