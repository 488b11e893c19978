import { CircleCheck, CircleX, PencilLine } from 'lucide-react';
import { classNames } from '@/components/class-names';
import type { Verdict } from './entry';

const looks = {
  allowed: { Icon: CircleCheck, colour: 'text-ok' },
  denied: { Icon: CircleX, colour: 'text-danger' },
  change: { Icon: PencilLine, colour: 'text-info' },
};

/** What came of it: icon and words, of which the icon's colour is never the only sign. */
export function VerdictMark(props: { verdict: Verdict; className?: string }) {
  const { tone, words } = props.verdict;
  const { Icon, colour } = looks[tone];
  return (
    <span className={classNames('flex min-w-0 items-center gap-1.5', props.className)}>
      <Icon aria-hidden size={14} className={classNames('shrink-0', colour)} />
      <span className={classNames('truncate', tone !== 'change' && colour)}>{words}</span>
    </span>
  );
}
