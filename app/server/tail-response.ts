import { resolveAgain } from '@/domain/actors/resolve-actor';
import type { Context } from '@/domain/base/context';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { runQuery } from '@/domain/commands/run-query';
import { followTimeline } from '@/domain/timeline/follow-timeline';
import type { TimelineItem } from '@/domain/timeline/list-timeline';
import type { ArrivalWatch } from './arrival-watch';
import { problem } from './problem';

/** Rights are looked at again at least this often, and proxies see that it is alive. */
const BEAT_MS = 15_000;
const RECONNECT_MS = 2_000;

interface Tail {
  readonly context: Context;
  /** `q`, `from`, `to`, and `after`: the place to go on from. */
  readonly input: Readonly<Record<string, string>>;
  readonly watch: ArrivalWatch;
  /** A row as the page has it. */
  readonly toRow: (item: TimelineItem) => unknown;
}

/**
 * What arrives in the timeline, as server-sent events (WHATWG HTML, 9.2) without an end. Each has all
 * that has come since the one before, and the place after it as its id, from which a browser goes on
 * that was cut off. Nothing is read while the browser has not taken the last: then the next skips rows,
 * and says how many. It ends where the right to it does.
 */
export async function tailResponse(tail: Tail): Promise<Response> {
  const first = await arrived(tail, tail.input.after);
  if (isRefusal(first)) return problem(first, tail.context.request.id);
  const encoder = new TextEncoder();
  const gone = new AbortController();
  let { cursor } = first;
  let waiting = `retry: ${RECONNECT_MS}\n\n${written(tail, first)}`;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          while (waiting === '' && !gone.signal.aborted) {
            const wokenAtMs = Date.now();
            await tail.watch.next(cursor, BEAT_MS, gone.signal);
            if (gone.signal.aborted) return;
            const next = await arrived(tail, cursor);
            if (isRefusal(next)) return controller.close();
            const isBeat = Date.now() - wokenAtMs >= BEAT_MS;
            waiting = next.cursor === cursor && !isBeat ? '' : written(tail, next);
            ({ cursor } = next);
          }
          controller.enqueue(encoder.encode(waiting));
          waiting = '';
        } catch (error) {
          if (gone.signal.aborted) return;
          process.stderr.write(`${tail.context.request.id} audit.tail ended: ${String(error)}\n`);
          controller.error(error);
        }
      },
      cancel: () => gone.abort(),
    },
    { highWaterMark: 0 },
  );
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      // Compressing would hold events back.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    },
  });
}

interface Arrived {
  readonly items: readonly TimelineItem[];
  readonly skipped: number | null;
  readonly cursor: string;
}

/** Asked of the actor as they are now. */
async function arrived(
  { context, input }: Tail,
  after: string | undefined,
): Promise<Arrived | Refusal> {
  const { db, request } = context;
  const actor = await resolveAgain(db, context.actor, request.ip);
  if (isRefusal(actor)) return actor;
  const answer = await runQuery(followTimeline, { db, actor }, { ...input, after });
  return answer.ok ? answer.value : answer;
}

/** The place alone where nothing has come that is asked for. */
function written({ toRow }: Tail, { items, skipped, cursor }: Arrived): string {
  if (items.length === 0 && skipped === 0) return `id: ${cursor}\nevent: place\ndata:\n\n`;
  const data = JSON.stringify({ rows: items.map(toRow), skipped });
  return `id: ${cursor}\nevent: rows\ndata: ${data}\n\n`;
}
