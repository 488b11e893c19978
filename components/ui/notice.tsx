import type { ReactNode } from 'react';
import { classNames } from '@/components/class-names';
import { toneIcon } from './tone-icon';

export type Tone = 'neutral' | 'ok' | 'warn' | 'danger' | 'info';

const boxes: Record<Tone, string> = {
  neutral: 'bg-sunken border-line',
  ok: 'bg-ok-soft border-ok-line',
  warn: 'bg-warn-soft border-warn-line',
  danger: 'bg-danger-soft border-danger-line',
  info: 'bg-info-soft border-info-line',
};

/** A standing message in the page. `live` announces it when it appears after an action. */
export function Notice(props: {
  tone?: Tone;
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  live?: boolean;
  className?: string;
}) {
  const { Icon, colour, word } = toneIcon(props.tone ?? 'neutral');
  return (
    <div
      role={props.live ? 'alert' : undefined}
      className={classNames(
        'flex gap-2.5 rounded-lg border px-3 py-2.5 text-sm',
        boxes[props.tone ?? 'neutral'],
        props.className,
      )}
    >
      <Icon role="img" aria-label={word} size={16} className={`mt-0.5 shrink-0 ${colour}`} />
      <div className="flex min-w-0 flex-1 flex-col gap-x-2.5 gap-y-2 sm:flex-row">
        <div className="min-w-0 flex-1 space-y-1 wrap-anywhere">
          <div className="font-medium">{props.title}</div>
          {props.children}
        </div>
        {props.actions && (
          <div className="flex shrink-0 flex-wrap items-start gap-2 sm:self-center">
            {props.actions}
          </div>
        )}
      </div>
    </div>
  );
}
