import type { Decision } from '@/domain/reviews/review-facts';
import type { EntryRow } from './entry-row';

/** What comes of a decision about these, said before it is made. */
export function consequenceOf(
  decision: Decision,
  rows: readonly Pick<EntryRow, 'source' | 'sourceName'>[],
): string {
  if (decision === 'keep') return 'Nothing changes. That you looked is kept as evidence.';
  const later =
    'when the group is applied, or at the deadline. Until then you can change your mind.';
  if (decision === 'shorten') return `The end date is set ${later}`;
  const given = rows.filter(({ source }) => source !== 'manual');
  const [first] = given;
  return [
    given.length < rows.length && `Membership and tokens end ${later}`,
    first &&
      `What a provider gives stays until it ends there (${first.sourceName ?? first.source}): that it should is recorded.`,
  ]
    .filter(Boolean)
    .join(' ');
}
