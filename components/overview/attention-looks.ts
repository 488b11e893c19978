import {
  Ban,
  Hourglass,
  type LucideIcon,
  MoonStar,
  RefreshCw,
  Scale,
  ShieldAlert,
  ShieldOff,
  TrendingUp,
  UserCheck,
} from 'lucide-react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import type { Tone } from '@/components/ui/notice';
import type { AttentionKind } from '@/domain/overview/attention-kinds';
import { DENIED_SPIKE } from '@/domain/overview/overview-facts';
import { POWERFUL_UNUSED_DAYS } from '@/domain/tokens/token-facts';
import type { TokenStatus } from '@/domain/tokens/token-view';

/** What can be done about a token that needs attention. */
export type AttentionAct =
  | 'answer'
  | 'extend'
  | 'restrict'
  | 'revoke'
  | 'rotate'
  | 'suspend'
  | 'watch';

export interface AttentionLook {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly title: (count: number) => string;
  readonly why: string;
  /** Where all of them are listed; by token where no list says it. */
  readonly href?: string;
  readonly detail?: string;
  /** Whether it is about who used the token last. */
  readonly saysUse?: true;
  /** What helps, best first: the first has a button of its own. */
  readonly acts: readonly [AttentionAct, ...AttentionAct[]];
  /** What may be done to all of them at once. */
  readonly all?: 'suspend' | 'revoke';
}

/** What a list has to be cut down to, to show the same as is counted here. */
const WORKING = (['active', 'expiring', 'rotating'] satisfies TokenStatus[]).join(',');

const tokens = (count: number) => formatCount(count, 'token');

export const ATTENTION_LOOKS: Record<AttentionKind, AttentionLook> = {
  tried_after_revoke: {
    icon: Ban,
    tone: 'danger',
    title: (count) => `${tokens(count)} still tried after revocation`,
    why: 'Somebody holds a copy. It opens nothing, but look who tries and from where.',
    detail: 'denied in 24 h',
    acts: ['watch'],
  },
  rotated_in_use: {
    icon: RefreshCw,
    tone: 'warn',
    title: (count) => `${tokens(count)} still used after rotation`,
    why: 'Whoever sends the old secret needs the new one: past the overlap it is denied.',
    saysUse: true,
    acts: ['watch', 'suspend', 'revoke'],
  },
  denied_spike: {
    icon: TrendingUp,
    tone: 'warn',
    title: (count) => `${tokens(count)} refused again and again`,
    why: `${DENIED_SPIKE} refusals or more in 24 hours: a broken client, or one that is trying doors.`,
    detail: 'denied in 24 h',
    acts: ['suspend', 'watch', 'restrict', 'revoke'],
    all: 'suspend',
  },
  policy_not_met: {
    icon: Scale,
    tone: 'warn',
    title: (count) => `${tokens(count)} refused by ${count === 1 ? 'its' : 'their'} group’s policy`,
    why: 'Rotate each within today’s limits, or loosen the policy: it works again either way.',
    href: paths.tokens({ blocked: 'policy_not_met' }),
    acts: ['rotate', 'restrict', 'revoke'],
  },
  awaiting: {
    icon: UserCheck,
    tone: 'info',
    title: (count) =>
      `${formatCount(count, 'service token')} ${count === 1 ? 'waits' : 'wait'} for approval`,
    why: 'A second person, who did not ask for it, approves or denies each.',
    href: paths.tokens({ status: 'awaiting' }),
    acts: ['answer'],
  },
  over_powered: {
    icon: ShieldAlert,
    tone: 'warn',
    title: (count) => `${tokens(count)} with all rights of a group that controls Keyward`,
    why: 'Restrict each to the scopes it needs.',
    acts: ['restrict', 'suspend', 'revoke'],
  },
  powerful_unused: {
    icon: ShieldOff,
    tone: 'warn',
    title: (count) => `${tokens(count)} powerful and unused for ${POWERFUL_UNUSED_DAYS} days`,
    why: 'Each can change something, and nobody has needed it to. Suspend, or restrict to reading.',
    href: paths.tokens({ powerful: 'yes', unused: POWERFUL_UNUSED_DAYS, status: WORKING }),
    acts: ['suspend', 'restrict', 'revoke'],
    all: 'suspend',
  },
  expiring: {
    icon: Hourglass,
    tone: 'info',
    title: (count) => `${formatCount(count, 'service token')} expiring within a week`,
    why: 'Extend or rotate each before its service stops.',
    href: paths.tokens({ status: 'expiring', kind: 'service' }),
    acts: ['extend', 'rotate', 'suspend'],
  },
  unused: {
    icon: MoonStar,
    tone: 'neutral',
    title: (count) => `${tokens(count)} unused for a month`,
    why: 'A key nobody needs is one somebody can lose. Suspend, then revoke.',
    href: paths.tokens({ unused: 30, status: WORKING, sort: 'lastUsedAt' }),
    acts: ['suspend', 'restrict', 'revoke'],
    all: 'suspend',
  },
};

/** What was put off is told in fewer words. */
export const SNOOZED_WORDS: Record<AttentionKind, string> = {
  tried_after_revoke: 'tried after revocation',
  rotated_in_use: 'used after rotation',
  denied_spike: 'refused again and again',
  policy_not_met: 'refused by its policy',
  awaiting: 'waits for approval',
  over_powered: 'has all rights over Keyward',
  powerful_unused: 'powerful and unused',
  expiring: 'expires soon',
  unused: 'unused',
};
