import type { z } from 'zod';
import { invalid, type Refusal } from '@/domain/base/refusal';
import type { blastRadius } from '@/domain/decisions/blast-radius';

const SUBJECTS = ['token', 'identity', 'group', 'ip'] as const;
const DAY_MS = 86_400_000;

type Asked = z.input<typeof blastRadius.input>;
/** All values of a parameter. */
type Given = (name: string) => string[];

/**
 * What an address of the page asks for; null where it names nobody. What is wrong with it, the query
 * says, but for a parameter that stands there twice.
 */
export function readAsked(given: Given): Asked | Refusal | null {
  const asked: Record<string, string> = {};
  for (const name of [...SUBJECTS, 'from', 'to']) {
    const [value, ...others] = given(name).filter((one) => one !== '');
    if (others.length > 0) return invalid(name, `The link gives ${name} more than once.`);
    if (value !== undefined) asked[name] = value;
  }
  return SUBJECTS.some((kind) => asked[kind] !== undefined) ? asked : null;
}

/** The last 24 hours up to a moment, as they stand in a permalink. */
export const lastDay = (nowMs: number) => ({
  from: new Date(nowMs - DAY_MS).toISOString(),
  to: new Date(nowMs).toISOString(),
});
