import { prose } from './input';
import { instantInput } from './instant';
import { invalid, type Refusal } from './refusal';

const YEAR_MS = 366 * 86_400_000;

/** Why something is frozen, and until when: it thaws by itself, or waits for somebody. */
export const freezingInput = { reason: prose().optional(), until: instantInput().optional() };

interface Freezing {
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
}

/** What is kept of a group or an API that is frozen. */
export const asFrozen = ({ reason, until }: Freezing) => ({
  state: 'frozen' as const,
  frozenReason: reason || null,
  frozenUntil: until === undefined ? null : new Date(until),
});

/** And of one that is frozen no more. */
export const THAWED = { state: 'active', frozenReason: null, frozenUntil: null } as const;

/** @param nowMs by the database's clock */
export function refuseEnd(until: string | undefined, nowMs: number): Refusal | null {
  if (until === undefined) return null;
  const leftMs = Date.parse(until) - nowMs;
  if (leftMs <= 0) return invalid('until', 'Choose an end that is still to come.');
  return leftMs > YEAR_MS ? invalid('until', 'Choose an end within a year.') : null;
}
