import { z } from 'zod';
import type { Queryable } from '@/db/client';
import type { Reach } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import type { Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { defineQuery, type HttpBinding, type QueryDefinition } from './define';

/** `ndjson`: a JSON object a line · `csv`: RFC 4180 · `sse`: server-sent events, a row each. */
export const STREAM_FORMATS = ['ndjson', 'csv', 'sse'] as const;
export type StreamFormat = (typeof STREAM_FORMATS)[number];

/** Rows asked for at once: as many as are in memory for one reader. */
export const BATCH_ROWS = 1_000;

/** How the rows of a query without an end in sight are written down. */
export interface Streamed {
  /** Columns of the CSV, in order: fields of a row, `a.b` for those inside. */
  readonly columns: readonly string[];
  /** Where a reader who has this row goes on, as `after`. */
  cursorOf(row: never): string;
  /** What is asked for, as of the moment it is: between two batches it must not move with the time. */
  pin?(input: never, nowMs: number): object;
}

// biome-ignore lint/suspicious/noExplicitAny: the registry holds streams of every shape
export type AnyStream = QueryDefinition<any, any, any> & { readonly stream: Streamed };

export const isStream = (operation: object): operation is AnyStream => 'stream' in operation;

const streamInput = {
  format: z.enum(STREAM_FORMATS).default('ndjson'),
  /** Packs the file; server-sent events can't be. */
  compression: z.enum(['gzip']).optional(),
  /** The cursor of the last row that was received. */
  after: z.string().min(1).max(200).optional(),
};

/**
 * Defines rows that are asked for batch by batch until there are no more, each batch a short query
 * with the rights of its moment: a query whose `run` answers the rows after `after`, oldest first.
 * Its rows before `to`, which is the time of the first question unless it was said, are all there is.
 */
export function defineStream<
  Fields extends z.ZodRawShape & { to: z.ZodOptional<z.ZodType<string>> },
  Row extends z.ZodType,
  T extends Target,
>({
  batch,
  columns,
  cursorOf,
  pin,
  row,
  ...definition
}: {
  readonly operation: OperationName & QueryDefinition<never, never, T>['operation'];
  readonly summary: string;
  readonly http: HttpBinding;
  readonly input: Fields;
  readonly row: Row;
  readonly columns: readonly string[];
  cursorOf(row: z.output<Row>): string;
  pin?(input: z.output<z.ZodObject<Fields>>, nowMs: number): object;
  target(): T;
  batch(scope: {
    db: Queryable;
    actor: Actor;
    input: z.output<z.ZodObject<Fields & typeof streamInput>>;
    reach: Reach;
    /** Rows wanted at most; fewer are the last. */
    limit: number;
  }): Promise<Refusal | z.input<Row>[]>;
}) {
  const query = defineQuery({
    ...definition,
    list: true,
    input: z.object({ ...definition.input, ...streamInput }),
    output: z.object({ rows: z.array(row) }),
    async run({ db, actor, input, reach }) {
      const rows = await batch({ db, actor, input: input as never, reach, limit: BATCH_ROWS });
      return Array.isArray(rows) ? { rows: rows as never } : rows;
    },
  });
  return { ...query, stream: { columns, cursorOf, ...(pin && { pin }) } };
}
