import type { Answer } from './kinds/kind';

const MAX_SAID = 200;
/** Nobody keeps us away for longer than the last of our own delays. */
const MAX_RETRY_AFTER_SECONDS = 43_200;
const ASKS_FOR_TIME = [429, 503];

/** The reason that servers of these kinds give, to follow a status, without what we sent them. */
export function withWhatItSaid(answer: Answer, hidden: readonly string[]): string {
  const { status, json } = answer;
  if (status >= 300 && status < 400) return ', and redirects are not followed';
  const text = reasonIn(json);
  if (text === undefined) return '';
  const told = hidden.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  return `: “${told.replaceAll(/\s+/g, ' ').trim().slice(0, MAX_SAID).replace(/\.$/, '')}”`;
}

/** GitHub and Kubernetes: `message`. Vault: `errors`. GitLab: `message` by field, or `error`. */
function reasonIn(json: unknown): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  const { message, errors, error } = json as Record<string, unknown>;
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const said = [message, first, error].find((one) => typeof one === 'string' && one !== '');
  if (typeof said === 'string') return said;
  if (typeof message !== 'object' || message === null) return undefined;
  const [field] = Object.entries(message);
  return field && `${field[0]} ${[field[1]].flat().join(', ')}`;
}

/**
 * The time that an answer asks for before the next try: seconds, or a date (RFC 9110, 10.2.3).
 * @param at now
 * @returns whole seconds, 12 hours at most; undefined where it asks for none
 */
export function retryAfterSeconds({ status, headers }: Answer, at: Date): number | undefined {
  const asked = headers['retry-after'];
  if (!ASKS_FOR_TIME.includes(status) || typeof asked !== 'string') return undefined;
  const seconds = /^\d+$/.test(asked)
    ? Number(asked)
    : Math.ceil((Date.parse(asked) - at.getTime()) / 1_000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}
