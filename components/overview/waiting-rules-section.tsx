import { KeyRound, UserCheck } from 'lucide-react';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { ButtonLink, TextLink } from '@/components/ui/link';
import type { WaitingRules } from '@/domain/overview/waiting-rules';
import { AttentionFrame } from './attention-section';

const LOOK = {
  icon: UserCheck,
  tone: 'info' as const,
  title: (count: number) =>
    `${formatCount(count, 'trust rule')} ${count === 1 ? 'waits' : 'wait'} for approval`,
  why: 'It gives no token until a second person, who did not set its terms, approves them.',
  href: paths.settings('workloads'),
};

/** Trust rules that a second person looks at; each is approved on its page, beside its terms. */
export function WaitingRulesSection({ count, rules }: WaitingRules) {
  return (
    <AttentionFrame look={LOOK} count={count}>
      {rules.map((rule) => (
        <li
          key={rule.id}
          className="flex min-w-0 items-center justify-between gap-3 py-1.5 text-sm"
        >
          <span className="flex min-w-0 flex-wrap items-center gap-x-2">
            <KeyRound aria-hidden className="size-3.5 shrink-0 text-faint" />
            <TextLink href={paths.trustRule(rule.id)}>{rule.name}</TextLink>
            <span className="truncate text-muted">
              {rule.identity} in {rule.group}
            </span>
          </span>
          <ButtonLink size="small" href={paths.trustRule(rule.id)}>
            Read its terms
          </ButtonLink>
        </li>
      ))}
      {count > rules.length && (
        <li className="text-sm text-muted">
          <TextLink href={LOOK.href}>and {formatNumber(count - rules.length)} more</TextLink>
        </li>
      )}
    </AttentionFrame>
  );
}
