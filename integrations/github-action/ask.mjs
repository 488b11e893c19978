// Asks Keyward, again where the network or the server failed: what is asked can be asked twice.
import { setTimeout as wait } from 'node:timers/promises';

const ATTEMPTS = 4;
const PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;
const TIMEOUT_MS = 15_000;

/** What is said in a job's log of a refusal or a failure. */
export class Refused extends Error {}

/**
 * Posts a form and answers the response, whatever it says; a 5xx or 429 only once it was tried again.
 * @param what the words for it in the log, such as "The exchange"
 * @throws {Refused} where nobody answers
 */
export async function postForm(what, url, fields, headers = {}) {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt === ATTEMPTS;
    try {
      const response = await fetch(url, {
        method: 'POST',
        // A proof must not travel on to wherever somebody else's server points.
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
        body: new URLSearchParams(fields).toString(),
      });
      if (last || (response.status < 500 && response.status !== 429)) return response;
      await response.body?.cancel();
      await wait(pauseOf(response, attempt));
    } catch (error) {
      if (last)
        throw new Refused(
          `${what} failed: ${new URL(url).origin} does not answer (${reasonOf(error)})`,
          { cause: error },
        );
      await wait(PAUSE_MS * attempt);
    }
  }
}

const pauseOf = (response, attempt) => {
  const seconds = Number(response.headers.get('retry-after'));
  const asked = Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : PAUSE_MS * attempt;
  return Math.min(asked, LONGEST_PAUSE_MS);
};

const reasonOf = (error) => error?.cause?.code ?? error?.name ?? String(error);

/** A JSON object, or an empty one where the answer is something else. */
export async function jsonOf(response) {
  try {
    const value = JSON.parse(await response.text());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** Without a slash at its end; only addresses that a proof may be sent to. */
export function addressOf(text) {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isLocal = url !== null && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url === null || (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))) {
    throw new Refused(
      'The input url must be the https address of Keyward, such as https://keyward.example.com',
    );
  }
  return url.href.replace(/\/+$/, '');
}
