import { refuseForeignExport } from '@/app/server/export-door';
import { problem } from '@/app/server/problem';
import { leadToSignIn, sessionContext } from '@/app/server/session';
import { streamResponse } from '@/app/server/stream-response';
import { currentRequestId } from '@/app/server/told';
import { exportEvents } from '@/domain/audit/export-events';
import { isRefusal, notFound } from '@/domain/base/refusal';
import type { AnyStream } from '@/domain/commands/define-stream';
import { exportDecisions } from '@/domain/decisions/export-decisions';

const LOGS = new Map<string, AnyStream>([
  ['changes', exportEvents],
  ['decisions', exportDecisions],
]);

/** What the timeline shows of one log, as a file for whoever is signed in; the log keeps that they took it. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ log: string }> },
): Promise<Response> {
  const foreign = await refuseForeignExport(request);
  if (foreign) return foreign;
  const context = await sessionContext();
  if (isRefusal(context)) return leadToSignIn(context);
  const stream = LOGS.get((await params).log);
  if (!stream) return problem(notFound('log'), await currentRequestId());
  return streamResponse(stream, context, Object.fromEntries(new URL(request.url).searchParams));
}
