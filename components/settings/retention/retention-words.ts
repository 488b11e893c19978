import { question } from '@/components/asking/question';
import { formatBytes, formatCount } from '@/components/format/format';
import { GRACE_DAYS } from '@/domain/retention/limits';
import type { Retention } from '@/domain/retention/retention-policy';

const DAY_SECONDS = 86_400;

/** The policy as the form has it; NaN for a length of time that is no number. */
export type RetentionDraft = Retention;

/** What of all that is kept is older than a policy keeps it. */
export interface Due {
  readonly days: number;
  readonly rows: number;
  readonly bytes: number;
  readonly notices: number;
}

export type AskedDays = Record<'decisionsDays' | 'noticesDays', number | 'forever'>;

/** What would be dropped if history were kept for so many days. */
export const dueQuestion = question<AskedDays, Due>('retentionDue');

/** The controls of the form, of which lengths of time are in seconds, as the command takes them. */
export function readDraft(form: FormData): RetentionDraft {
  const days = (name: string) => {
    const text = String(form.get(name) ?? '');
    return text === '' ? null : Number(text) / DAY_SECONDS;
  };
  const reason = String(form.get('holdReason') ?? '').trim();
  return {
    ...{ decisionsDays: days('decisionsDays'), noticesDays: days('noticesDays') },
    holdReason: reason === '' ? null : reason,
  };
}

export const isSame = (one: RetentionDraft, other: RetentionDraft): boolean =>
  one.decisionsDays === other.decisionsDays &&
  one.noticesDays === other.noticesDays &&
  one.holdReason === other.holdReason;

export const askedDays = ({ decisionsDays, noticesDays }: RetentionDraft): AskedDays => ({
  decisionsDays: decisionsDays ?? 'forever',
  noticesDays: noticesDays ?? 'forever',
});

/** "About 1,200 decisions of 12 days (3.4 MB) and 3 notices go, in 7 days at the earliest." */
export function dueWords({ days, rows, bytes, notices }: Due, draft: RetentionDraft): string {
  if (draft.holdReason !== null) return 'Nothing is dropped while the hold stands.';
  const parts = [
    days > 0 &&
      `${formatCount(rows, 'decision')} of ${formatCount(days, 'day')} (${formatBytes(bytes)})`,
    notices > 0 && formatCount(notices, 'notice'),
  ].filter((part) => part !== false);
  if (parts.length === 0) return 'Nothing of what is kept now goes by it.';
  return `About ${parts.join(' and ')} ${rows + notices === 1 ? 'goes' : 'go'}, in ${GRACE_DAYS} days at the earliest.`;
}

export const keptWords = (days: number | null): string =>
  days === null ? 'For good' : formatCount(days, 'day');
