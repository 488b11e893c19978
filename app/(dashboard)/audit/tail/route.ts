import { ArrivalWatch } from '@/app/server/arrival-watch';
import { database } from '@/app/server/database';
import { problem } from '@/app/server/problem';
import { sessionContext } from '@/app/server/session';
import { tailResponse } from '@/app/server/tail-response';
import { toEntry } from '@/app/server/timeline-rows';
import { currentRequestId } from '@/app/server/told';
import { isRefusal, refuse } from '@/domain/base/refusal';

const watch = new ArrivalWatch(database);
/** Each asks the database whenever something arrives, which pages and decisions need too. */
const MAX_WATCHING = 200;
const crowded = refuse(
  'throttled',
  'too_many_requests',
  'Too many watch the log. Try again later.',
);

/** What arrives in the timeline while somebody watches it. A browser that was cut off says where it was. */
export async function GET(request: Request): Promise<Response> {
  const context = await sessionContext();
  if (isRefusal(context)) return problem(context, await currentRequestId());
  if (watch.size >= MAX_WATCHING) return problem(crowded, context.request.id);
  const input = Object.fromEntries(new URL(request.url).searchParams);
  const after = request.headers.get('last-event-id');
  return tailResponse({
    ...{ context, watch, toRow: toEntry },
    input: { ...input, ...(after && { after }) },
  });
}
