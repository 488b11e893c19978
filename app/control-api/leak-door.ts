import { database } from '@/app/server/database';
import { busy, fault, problem } from '@/app/server/problem';
import { requestOrigin } from '@/app/server/request-origin';
import type { RequestOrigin } from '@/domain/base/context';
import { refuse } from '@/domain/base/refusal';
import { type GITHUB_COUNTER, throttleReports } from '@/domain/leaks/receive-leaks';
import { describeError, hadNoConnection } from '@/domain/upkeep/open-database';

type Handler = (request: Request) => Promise<Response>;

/** A door for reports of leaks that everybody may knock at: counted by network, and answered whatever happens. */
export const leakDoor =
  (
    counter: typeof GITHUB_COUNTER | undefined,
    handle: (request: Request, origin: RequestOrigin) => Promise<Response>,
  ): Handler =>
  async (request) => {
    const origin = requestOrigin(request.headers);
    try {
      const retryAfterSeconds = await throttleReports(database(), origin, counter);
      if (retryAfterSeconds > 0) {
        const message = 'Too many reports came from this network: send up to 1,000 leaks in one.';
        const refusal = refuse('throttled', 'too_many_attempts', message);
        return problem({ ...refusal, retryAfterSeconds }, origin.id);
      }
      return await handle(request, origin);
    } catch (error) {
      if (hadNoConnection(error)) {
        process.stderr.write(`${origin.id} leak report not taken: ${describeError(error)}\n`);
        return busy(origin.id);
      }
      const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.stderr.write(`${origin.id} leak report fault: ${cause}\n`);
      return fault(origin.id);
    }
  };

/** What UTF-8 bytes say; undefined where they are no JSON. */
export function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
