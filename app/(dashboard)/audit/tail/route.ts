import { ArrivalWatch } from '@/app/server/arrival-watch';
import { database } from '@/app/server/database';
import { problem } from '@/app/server/problem';
import { sessionContext } from '@/app/server/session';
import { tailResponse } from '@/app/server/tail-response';
import { toEntry } from '@/app/server/timeline-rows';
import { currentRequestId } from '@/app/server/told';
import { isRefusal } from '@/domain/base/refusal';

const watch = new ArrivalWatch(database);

/** What arrives in the timeline while somebody watches it. A browser that was cut off says where it was. */
export async function GET(request: Request): Promise<Response> {
  const context = await sessionContext();
  if (isRefusal(context)) return problem(context, await currentRequestId());
  const input = Object.fromEntries(new URL(request.url).searchParams);
  const after = request.headers.get('last-event-id');
  return tailResponse({
    ...{ context, watch, toRow: toEntry },
    input: { ...input, ...(after && { after }) },
  });
}
