import type { ReactNode } from 'react';
import { classNames } from '@/components/class-names';
import type { Tone } from './notice';

const tones: Record<Tone | 'accent', string> = {
  neutral: 'bg-sunken text-muted border-line',
  accent: 'bg-accent-soft text-accent-text border-accent-soft',
  ok: 'bg-ok-soft text-ok border-ok-line',
  warn: 'bg-warn-soft text-warn border-warn-line',
  danger: 'bg-danger-soft text-danger border-danger-line',
  info: 'bg-info-soft text-info border-info-line',
};

/** A small word in a box: roles, kinds, counts. For states use `StatusBadge`. */
export function Badge(props: {
  tone?: Tone | 'accent';
  icon?: ReactNode;
  mono?: boolean;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span
      className={classNames(
        'inline-flex h-5 max-w-full align-middle items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap [&>svg]:size-3 [&>svg]:shrink-0',
        props.mono && 'font-mono font-normal',
        tones[props.tone ?? 'neutral'],
        props.className,
      )}
    >
      {props.icon}
      <span className="truncate">{props.children}</span>
    </span>
  );
}
