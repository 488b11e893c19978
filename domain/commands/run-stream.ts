import { sql } from 'drizzle-orm';
import { exactNow } from '@/db/exact-text';
import { resolveAgain } from '@/domain/actors/resolve-actor';
import type { Context } from '@/domain/base/context';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { appendEvent } from '@/domain/ledger/append-event';
import { type AnyStream, BATCH_ROWS, type StreamFormat } from './define-stream';
import { parseInput } from './parse-input';
import { runQuery } from './run-query';

export interface OpenedStream {
  readonly ok: true;
  readonly format: StreamFormat;
  readonly isPacked: boolean;
  /** Rows as the stream's schema has them, a list at a time; none is ever empty. */
  readonly batches: AsyncGenerator<readonly object[], void>;
}

/** The rows ended early: what came before is right, and `after` its last row there is more. */
export class StreamCut extends Error {
  constructor(readonly refusal: Refusal) {
    super(`the stream was cut: ${refusal.code}`);
  }
}

interface StreamInput {
  readonly format: StreamFormat;
  readonly compression?: 'gzip';
  readonly after?: string;
  readonly to?: string;
}

/**
 * Opens a stream: asks for its first rows, then puts on record that somebody took them away, and what
 * they asked for. Every further batch is asked for when the reader wants it, of the actor as they are
 * then; nothing is held between two of them.
 * @returns its batches, which throw `StreamCut` where the right to them is lost, or the refusal
 */
export async function openStream(
  stream: AnyStream,
  context: Context,
  rawInput: unknown,
): Promise<OpenedStream | Refusal> {
  const input = parseInput(stream, rawInput) as StreamInput | Refusal;
  if (isRefusal(input)) return input;
  const isPacked = input.compression !== undefined;
  if (isPacked && input.format === 'sse') {
    return invalid('compression', 'Server-sent events are not compressed.');
  }
  const now = await databaseTime(context);
  const until = input.to ?? now;
  // As it came, for the schema may turn a field into something that it doesn't read.
  const sent = { ...Object(rawInput), to: until };
  const asked = stream.stream.pin?.(sent as never, Date.parse(now)) ?? sent;
  const first = await nextRows(stream, context, asked);
  if (isRefusal(first)) return first;
  const { actor, request } = context;
  const { operation: action } = stream;
  await context.db.transaction((tx) =>
    appendEvent(tx, {
      ...{ actor, group: actor.group, action, request, outcome: 'done' as const },
      target: everything('system'),
      entry: { after: JSON.parse(JSON.stringify({ ...input, to: until })), affects: [] },
    }),
  );
  return {
    ok: true,
    format: input.format,
    isPacked,
    batches: batches(stream, context, asked, first),
  };
}

async function* batches(
  stream: AnyStream,
  context: Context,
  asked: object,
  first: readonly object[],
): AsyncGenerator<readonly object[], void> {
  let rows = first;
  while (rows.length > 0) {
    yield rows;
    if (rows.length < BATCH_ROWS) return;
    const after = stream.stream.cursorOf(rows.at(-1) as never);
    const actor = await resolveAgain(context.db, context.actor, context.request.ip);
    const next = isRefusal(actor)
      ? actor
      : await nextRows(stream, { ...context, actor }, { ...asked, after });
    if (isRefusal(next)) throw new StreamCut(next);
    rows = next;
  }
}

async function nextRows(
  stream: AnyStream,
  context: Context,
  input: object,
): Promise<readonly object[] | Refusal> {
  const answer = await runQuery(stream, context, input);
  return answer.ok ? (answer.value as { rows: object[] }).rows : answer;
}

async function databaseTime({ db }: Context): Promise<string> {
  const { rows } = await db.execute<{ at: string }>(sql`select ${exactNow} as at`);
  return rows[0]?.at ?? '';
}
