import { problem } from '@/app/server/problem';
import { leadToSignIn, sessionContext } from '@/app/server/session';
import { streamResponse } from '@/app/server/stream-response';
import { currentRequestId } from '@/app/server/told';
import { exportEvents } from '@/domain/audit/export-events';
import { isRefusal, notFound, refuse } from '@/domain/base/refusal';
import type { AnyStream } from '@/domain/commands/define-stream';
import { exportDecisions } from '@/domain/decisions/export-decisions';

const crossSite = refuse('forbidden', 'cross_site', 'Export it from Keyward’s own pages.');
const LOGS = new Map<string, AnyStream>([
  ['changes', exportEvents],
  ['decisions', exportDecisions],
]);

/** What the timeline shows of one log, as a file for whoever is signed in; the log keeps that they took it. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ log: string }> },
): Promise<Response> {
  // It leaves an event: no other site makes somebody take history away. A typed address is no site.
  if (request.headers.get('sec-fetch-site') === 'cross-site') {
    return problem(crossSite, await currentRequestId());
  }
  const context = await sessionContext();
  if (isRefusal(context)) return leadToSignIn(context);
  const stream = LOGS.get((await params).log);
  if (!stream) return problem(notFound('log'), await currentRequestId());
  return streamResponse(stream, context, Object.fromEntries(new URL(request.url).searchParams));
}
