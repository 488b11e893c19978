import {
  Ban,
  Hourglass,
  KeyRound,
  type LucideIcon,
  MoonStar,
  RefreshCw,
  Scale,
  ShieldAlert,
  TrendingUp,
  UserCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import type { Tone } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { AttentionItem, AttentionKind } from '@/domain/overview/attention';
import { DENIED_SPIKE } from '@/domain/overview/overview-facts';
import type { WaitingRules } from '@/domain/overview/waiting-rules';

interface Look {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly title: (count: number) => string;
  readonly why: string;
  /** Where all of them are listed; by token where no list says it. */
  readonly href?: string;
  readonly detail?: string;
  /** Whether it is about who used the token last. */
  readonly saysUse?: true;
}

const tokens = (count: number) => formatCount(count, 'token');

const looks: Record<AttentionKind, Look> = {
  tried_after_revoke: {
    icon: Ban,
    tone: 'danger',
    title: (count) => `${tokens(count)} still tried after revocation`,
    why: 'Somebody holds a copy. It opens nothing, but look who tries and from where.',
    detail: 'denied in 24 h',
  },
  rotated_in_use: {
    icon: RefreshCw,
    tone: 'warn',
    title: (count) => `${tokens(count)} still used after rotation`,
    why: 'Whoever sends the old secret needs the new one: past the overlap it is denied.',
    saysUse: true,
  },
  denied_spike: {
    icon: TrendingUp,
    tone: 'warn',
    title: (count) => `${tokens(count)} refused again and again`,
    why: `${DENIED_SPIKE} refusals or more in 24 hours: a broken client, or one that is trying doors.`,
    detail: 'denied in 24 h',
  },
  policy_not_met: {
    icon: Scale,
    tone: 'warn',
    title: (count) => `${tokens(count)} refused by ${count === 1 ? 'its' : 'their'} group’s policy`,
    why: 'Rotate each within today’s limits, or loosen the policy: it works again either way.',
    href: paths.tokens({ blocked: 'policy_not_met' }),
  },
  awaiting: {
    icon: UserCheck,
    tone: 'info',
    title: (count) =>
      `${formatCount(count, 'service token')} ${count === 1 ? 'waits' : 'wait'} for approval`,
    why: 'A second person, who did not ask for it, approves or denies each on its page.',
    href: paths.tokens({ status: 'awaiting' }),
  },
  over_powered: {
    icon: ShieldAlert,
    tone: 'warn',
    title: (count) => `${tokens(count)} with all rights of a group that controls Keyward`,
    why: 'Restrict each to the scopes it needs.',
  },
  expiring: {
    icon: Hourglass,
    tone: 'info',
    title: (count) => `${formatCount(count, 'service token')} expiring within a week`,
    why: 'Replace them before their services stop.',
    href: paths.tokens({ status: 'expiring', kind: 'service' }),
  },
  unused: {
    icon: MoonStar,
    tone: 'neutral',
    title: (count) => `${tokens(count)} unused for a month`,
    why: 'A key nobody needs is one somebody can lose. Suspend, then revoke.',
    href: paths.tokens({ status: 'active', sort: 'lastUsedAt' }),
  },
};

const iconColours: Record<Tone, string> = {
  neutral: 'text-muted',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  info: 'text-info',
};

/** What somebody should look at, worst first, each with the tokens or rules it is about. */
export function AttentionList(props: {
  items: readonly AttentionItem[];
  waitingRules: WaitingRules;
}) {
  const { items, waitingRules } = props;
  return (
    <ul className="divide-y divide-line">
      {items.map((item) => (
        <TokensRow key={item.kind} item={item} />
      ))}
      {waitingRules.count > 0 && <RulesRow {...waitingRules} />}
    </ul>
  );
}

function TokensRow({ item }: { item: AttentionItem }) {
  const look = looks[item.kind];
  const { tone, detail, saysUse } = look;
  return (
    <Row look={look} count={item.count} shown={item.tokens.length}>
      {item.tokens.map((token) => (
        <Line key={token.id} href={paths.token(token.id)} {...token}>
          {saysUse && token.lastUsedAt && (
            <span className="text-muted">
              by {token.lastIp ?? 'an unknown address'}, <RelativeTime date={token.lastUsedAt} />
            </span>
          )}
          {detail && token.detail !== null && (
            <Badge tone={tone}>
              {formatNumber(token.detail)} {detail}
            </Badge>
          )}
        </Line>
      ))}
    </Row>
  );
}

const RULES: Look = {
  icon: UserCheck,
  tone: 'info',
  title: (count) =>
    `${formatCount(count, 'trust rule')} ${count === 1 ? 'waits' : 'wait'} for approval`,
  why: 'It gives no token until a second person, who did not set its terms, approves them.',
  href: paths.settings('workloads'),
};

function RulesRow({ count, rules }: WaitingRules) {
  return (
    <Row look={RULES} count={count} shown={rules.length}>
      {rules.map((rule) => (
        <Line key={rule.id} href={paths.trustRule(rule.id)} {...rule} />
      ))}
    </Row>
  );
}

function Row(props: { look: Look; count: number; shown: number; children: ReactNode }) {
  const { look, count, shown, children } = props;
  const { icon: Icon, tone, title, why, href } = look;
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${iconColours[tone]}`} />
      <div className="min-w-0 flex-1 space-y-1.5">
        <h3 className="text-sm font-medium">
          {href ? <TextLink href={href}>{title(count)}</TextLink> : title(count)}
        </h3>
        <p className="text-sm text-muted">{why}</p>
        <ul className="flex flex-col gap-1 pt-0.5">
          {children}
          {count > shown && (
            <li className="pl-5.5 text-sm text-muted">and {formatNumber(count - shown)} more</li>
          )}
        </ul>
      </div>
    </li>
  );
}

function Line(props: {
  href: string;
  name: string;
  identity: string;
  group: string;
  children?: ReactNode;
}) {
  return (
    <li className="flex min-h-6 min-w-0 flex-wrap items-center gap-x-2 text-sm">
      <KeyRound aria-hidden className="size-3.5 shrink-0 text-faint" />
      <TextLink href={props.href}>{props.name}</TextLink>
      <span className="truncate text-muted">
        {props.identity} in {props.group}
      </span>
      {props.children}
    </li>
  );
}
