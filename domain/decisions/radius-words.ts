import { writtenNumber } from '@/domain/base/written';
import type { BlastRadius } from './blast-radius';

const SUBJECT_WORDS: Record<BlastRadius['subject']['type'], string> = {
  token: 'Token',
  identity: 'Identity',
  group: 'Group',
  ip: 'Address',
};

/** What it is about: "Token", "Range of addresses". */
export const subjectWord = ({ type, id }: Pick<BlastRadius['subject'], 'type' | 'id'>): string =>
  type === 'ip' && id.includes('/') ? 'Range of addresses' : SUBJECT_WORDS[type];

/** The parameters of its page, with times that stay: a permalink. */
export const radiusQueryOf = ({
  subject,
  from,
  to,
}: Pick<BlastRadius, 'subject' | 'from' | 'to'>) => ({
  [subject.type]: subject.id,
  from,
  to,
});

/** "deleteInvoice of billing". */
export const operationWords = ({
  api,
  operation,
}: {
  api: string | null;
  operation: string | null;
}) => [operation ?? 'unknown operation', api && `of ${api}`].filter(Boolean).join(' ');

export const targetWords = ({ method, path }: { method: string | null; path: string }) =>
  [method, path].filter(Boolean).join(' ');

/** What the sums leave out; null where they leave out nothing. */
export function cappedWords({ isCapped, maxRows, others }: BlastRadius): string | null {
  if (isCapped) {
    return `More happened in this time: only the newest ${writtenNumber(maxRows)} decisions are summed up.`;
  }
  return others.isCapped
    ? 'These addresses are busy: other tokens are looked for among the newest requests of each.'
    : null;
}
