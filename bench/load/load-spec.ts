/** One request of a load; the same list is asked over and over. */
export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/** What a load process is told. */
export interface LoadSpec {
  readonly url: string;
  readonly requests: readonly LoadRequest[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second of all connections together; as fast as it goes where null. */
  readonly ratePerSecond: number | null;
}

/** What a load process found. */
export interface LoadResult {
  /** Answers received, and how many of them were no 2xx. */
  readonly answers: number;
  readonly refusals: number;
  /** Requests without an answer: broken connections and time-outs. */
  readonly failures: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}
