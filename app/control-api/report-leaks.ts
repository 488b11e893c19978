import { database } from '@/app/server/database';
import { busy, fault, malformed, problem } from '@/app/server/problem';
import { readBody } from '@/app/server/read-body';
import { requestOrigin } from '@/app/server/request-origin';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { parseInput } from '@/domain/commands/parse-input';
import {
  type LeakReport,
  leakReport,
  receiveLeaks,
  throttleReports,
} from '@/domain/leaks/receive-leaks';
import { describeError, hadNoConnection } from '@/domain/upkeep/open-database';

/** A thousand leaks with all that may be said of them. */
const MAX_BYTES = 1_048_576;

/**
 * `POST /api/v1/leaks`, open to everybody: whoever has found secrets reports them. The answer is the
 * same whichever of them exist.
 */
export async function handleLeakReport(request: Request): Promise<Response> {
  const origin = requestOrigin(request.headers);
  try {
    const retryAfterSeconds = await throttleReports(database(), origin);
    if (retryAfterSeconds > 0) {
      const message = 'Too many reports came from this network: send up to 1,000 leaks in one.';
      const refusal = refuse('throttled', 'too_many_attempts', message);
      return problem({ ...refusal, retryAfterSeconds }, origin.id);
    }
    const report = await readReport(request, origin.id);
    if (report instanceof Response) return report;
    await receiveLeaks(database(), report, origin);
    return Response.json(
      { received: report.leaks.length },
      { status: 202, headers: { 'Cache-Control': 'no-store', 'X-Request-Id': origin.id } },
    );
  } catch (error) {
    if (hadNoConnection(error)) {
      process.stderr.write(`${origin.id} leak report not taken: ${describeError(error)}\n`);
      return busy(origin.id);
    }
    const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${origin.id} leak report fault: ${cause}\n`);
    return fault(origin.id);
  }
}

async function readReport(request: Request, requestId: string): Promise<LeakReport | Response> {
  const bytes = await readBody(request, MAX_BYTES);
  if (isRefusal(bytes)) return problem(bytes, requestId);
  const content = parsed(bytes);
  if (content === undefined) {
    return malformed('malformed_json', 'The body is no JSON in UTF-8.', requestId);
  }
  const report = parseInput({ input: leakReport }, content);
  return isRefusal(report) ? problem(report, requestId) : report;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
