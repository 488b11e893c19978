import type { z } from 'zod';
import type { blastRadius } from '@/domain/decisions/blast-radius';

const SUBJECTS = ['token', 'identity', 'group', 'ip'] as const;
const DAY_MS = 86_400_000;

type Asked = z.input<typeof blastRadius.input>;
type Given = (name: string) => string | undefined;

/** What an address of the page asks for; null where it names nobody. What is wrong with it, the query says. */
export function readAsked(given: Given): Asked | null {
  const subject = SUBJECTS.find((kind) => given(kind));
  if (!subject) return null;
  return { [subject]: given(subject), from: given('from'), to: given('to') };
}

/** The last 24 hours up to a moment, as they stand in a permalink. */
export const lastDay = (nowMs: number) => ({
  from: new Date(nowMs - DAY_MS).toISOString(),
  to: new Date(nowMs).toISOString(),
});
