import { question } from '@/components/asking/question';
import { formatCount, formatNumber } from '@/components/format/format';
import type { Consequences, TouchedReason } from '@/domain/tokens/policy-consequences';

/** Another policy, of a group or (without one) of the organisation, and which tokens to list. */
export type PolicyDraft = {
  group?: string;
  policy: Record<string, unknown>;
  limit: number;
  skip: number;
};

/** What saving it would do to living tokens. */
export const groupPolicyQuestion = question<PolicyDraft, Consequences>('groupPolicyPreview');
export const organisationPolicyQuestion = question<PolicyDraft, Consequences>(
  'organisationPolicyPreview',
);

export const REASON_WORDS: Record<TouchedReason, string> = {
  lifetime: 'Lives too long',
  addresses: 'Names addresses outside',
  address_in_use: 'Used from outside',
  idle: 'Unused for too long',
  rotation: 'Due for rotation',
};

type Counts = Pick<Consequences, 'nowCount' | 'laterCount' | 'restoredCount'>;

/** "3 tokens stop at once · 2 stop later unless rotated · 1 works again" */
export function consequenceWords({ nowCount, laterCount, restoredCount }: Counts): string {
  const parts = [
    nowCount > 0 &&
      `${formatCount(nowCount, 'token')} ${nowCount === 1 ? 'stops' : 'stop'} at once`,
    laterCount > 0 &&
      `${counted(laterCount, nowCount > 0)} ${laterCount === 1 ? 'stops' : 'stop'} later unless rotated`,
    restoredCount > 0 &&
      `${counted(restoredCount, nowCount + laterCount > 0)} ${restoredCount === 1 ? 'works' : 'work'} again`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'No living token is touched' : parts.join(' · ');
}

const counted = (count: number, isFollowing: boolean) =>
  isFollowing ? formatNumber(count) : formatCount(count, 'token');
