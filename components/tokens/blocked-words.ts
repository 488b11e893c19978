import type { TokenView } from '@/domain/tokens/token-view';

type SuspendedBy = 'createdBy' | 'suspendedBy' | 'suspendReason';

const BREAK_WORDS: Record<TokenView['breaks'][number], string> = {
  lifetime: 'It lives longer than a token may.',
  addresses: 'It names addresses outside of those allowed.',
  rotation: 'It is older than a token may get without being rotated.',
};

const BROKEN: Record<TokenView['breaks'][number], string> = {
  lifetime: 'lives too long',
  addresses: 'names other addresses',
  rotation: 'not rotated in time',
};

function suspendedWords({ suspendedBy, suspendReason }: Pick<TokenView, SuspendedBy>): string {
  if (suspendedBy === null) return '';
  return `By ${suspendedBy}${suspendReason ? `: ${suspendReason}` : ''}. `;
}

/** Why a token that is alive itself is denied, in a few words for a row. */
export function blockedWords(reason: NonNullable<TokenView['blockedBy']>): string {
  const words = {
    identity_suspended: 'Holder suspended',
    membership_ended: 'Not a member',
    group_frozen: 'Group frozen',
    parent_ended: 'Parent ended',
    policy_not_met: 'Policy not met',
  };
  return words[reason];
}

/** What of today's policy a token breaks, in a few words for a row; '' where it breaks nothing. */
export const breakWords = (breaks: TokenView['breaks']): string =>
  breaks.map((each) => BROKEN[each]).join(', ');

/** Why the token does not work now, as sentences with what to do; null where it works. */
export function whyNotWorking(
  token: Pick<TokenView, 'status' | 'blockedBy' | 'identity' | 'group' | 'breaks' | SuspendedBy>,
): { title: string; advice: string } | null {
  const { status, blockedBy, identity, group, breaks } = token;
  if (status === 'active' || status === 'expiring' || status === 'rotating') return null;
  if (status === 'blocked' && blockedBy) {
    return {
      identity_suspended: {
        title: `${identity.name} is suspended`,
        advice: 'All their tokens are denied until they are resumed.',
      },
      membership_ended: {
        title: `${identity.name} is not a member of ${group.name} any more`,
        advice: 'A token works only while its identity is in its group.',
      },
      group_frozen: {
        title: `The group ${group.name} is frozen`,
        advice: 'All its tokens are denied until it is unfrozen.',
      },
      parent_ended: {
        title: 'A token it was made from doesn’t work',
        advice:
          'A delegated token works while all above it do; which one it is stands under Lineage.',
      },
      policy_not_met: {
        title: `It breaks the policy of ${group.name}`,
        advice: `${breaks.map((each) => BREAK_WORDS[each]).join(' ')} It works again where the policy is loosened.`,
      },
    }[blockedBy];
  }
  const words = {
    revoked: { title: 'This token is revoked', advice: 'It is denied everywhere, for good.' },
    retired: {
      title: 'This token was rotated out',
      advice: 'Its overlap is over; use its successor, under Lineage.',
    },
    awaiting: {
      title: 'This token waits for approval',
      advice: `${token.createdBy} asked for it. It opens nothing until another person who may approves it.`,
    },
    suspended: {
      title: 'This token is suspended',
      advice: `${suspendedWords(token)}It is denied until somebody resumes it.`,
    },
    idle: {
      title: 'This token has gone idle',
      advice: `It was unused for longer than ${group.name} allows, and is denied until somebody resumes it.`,
    },
    expired: { title: 'This token has expired', advice: 'Create a new one where it is needed.' },
    blocked: { title: 'This token is blocked', advice: 'It is denied.' },
  };
  return words[status];
}
