import { database } from '@/app/server/database';
import { githubKeys } from '@/app/server/github-keys';
import { malformed, problem, unavailable } from '@/app/server/problem';
import { readBody } from '@/app/server/read-body';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { parseInput } from '@/domain/commands/parse-input';
import { isSignedBy, KeysUnavailable } from '@/domain/leaks/github-keys';
import { githubReport, receiveFromGithub } from '@/domain/leaks/receive-from-github';
import { GITHUB_COUNTER, recordRefusedReport } from '@/domain/leaks/receive-leaks';
import { leakDoor, parsedJson } from './leak-door';

const MAX_BYTES = 4 * 1_048_576;
const KEY_ID = /^[0-9A-Za-z_-]{1,200}$/;
const SIGNATURE = /^[0-9A-Za-z+/]{1,200}={0,2}$/;
/** What the keys are waited for again. */
const RETRY_SECONDS = 120;

/**
 * `POST /api/v1/leaks/github`, for GitHub's secret scanning: who has not signed the very bytes is
 * refused before anything of them is read, and learns nothing of what exists.
 */
export const handleGithubReport = leakDoor(GITHUB_COUNTER, async (request, origin) => {
  const body = await readBody(request, MAX_BYTES);
  if (isRefusal(body)) return problem(body, origin.id);
  try {
    const refusal = await refuseUnsigned(request.headers, body);
    if (refusal) {
      await recordRefusedReport(database(), origin, refusal.code);
      return problem(refusal, origin.id);
    }
  } catch (error) {
    if (!(error instanceof KeysUnavailable)) throw error;
    process.stderr.write(`${origin.id} leak report not verified: ${error.message}\n`);
    const message = 'The keys that GitHub signs with can’t be had at the moment: send it again.';
    return unavailable('keys_unavailable', message, origin.id, RETRY_SECONDS);
  }
  const content = parsedJson(body);
  if (content === undefined) {
    return malformed('malformed_json', 'The body is no JSON in UTF-8.', origin.id);
  }
  const report = parseInput({ input: githubReport }, content);
  if (isRefusal(report)) return problem(report, origin.id);
  const feedback = await receiveFromGithub(database(), report, origin.ip);
  return Response.json(feedback, {
    headers: { 'Cache-Control': 'no-store', 'X-Request-Id': origin.id },
  });
});

async function refuseUnsigned(headers: Headers, body: Uint8Array): Promise<Refusal | null> {
  const id = headers.get('github-public-key-identifier') ?? '';
  const signature = headers.get('github-public-key-signature') ?? '';
  if (!KEY_ID.test(id) || !SIGNATURE.test(signature)) {
    return unsigned('The report bears no signature of GitHub.');
  }
  const key = await githubKeys()(id);
  if (key === null) return unsigned('The report names a key that GitHub does not publish.');
  if (!isSignedBy(key, body, signature)) {
    return unsigned('The signature of the report is not that of its body.');
  }
  return null;
}

const unsigned = (message: string) => refuse('forbidden', 'signature_invalid', message);
