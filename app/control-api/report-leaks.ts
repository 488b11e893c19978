import { database } from '@/app/server/database';
import { malformed, problem } from '@/app/server/problem';
import { readBody } from '@/app/server/read-body';
import { isRefusal } from '@/domain/base/refusal';
import { parseInput } from '@/domain/commands/parse-input';
import { type LeakReport, leakReport, receiveLeaks } from '@/domain/leaks/receive-leaks';
import { leakDoor, parsedJson } from './leak-door';

/** A thousand leaks with all that may be said of them. */
const MAX_BYTES = 1_048_576;

/**
 * `POST /api/v1/leaks`, open to everybody: whoever has found secrets reports them. The answer is the
 * same whichever of them exist.
 */
export const handleLeakReport = leakDoor(undefined, async (request, origin) => {
  const report = await readReport(request, origin.id);
  if (report instanceof Response) return report;
  await receiveLeaks(database(), report, origin);
  return Response.json(
    { received: report.leaks.length },
    { status: 202, headers: { 'Cache-Control': 'no-store', 'X-Request-Id': origin.id } },
  );
});

async function readReport(request: Request, requestId: string): Promise<LeakReport | Response> {
  const bytes = await readBody(request, MAX_BYTES);
  if (isRefusal(bytes)) return problem(bytes, requestId);
  const content = parsedJson(bytes);
  if (content === undefined) {
    return malformed('malformed_json', 'The body is no JSON in UTF-8.', requestId);
  }
  const report = parseInput({ input: leakReport }, content);
  return isRefusal(report) ? problem(report, requestId) : report;
}
