import type { ReactNode } from 'react';
import { TextLink } from './link';

/** One number that matters, with its label, a note, and perhaps a sparkline. */
export function Stat(props: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  href?: string;
  chart?: ReactNode;
}) {
  return (
    <div className="flex min-w-0 flex-col gap-1 rounded-lg border border-line bg-surface px-4 py-3">
      <div className="text-sm text-muted">
        {props.href ? (
          <TextLink quiet href={props.href} className="text-muted! hover:text-ink!">
            {props.label}
          </TextLink>
        ) : (
          props.label
        )}
      </div>
      <div className="flex items-end justify-between gap-3">
        <div className="text-xl font-semibold tracking-tight">{props.value}</div>
        {props.chart && <div className="h-7 w-24 shrink-0">{props.chart}</div>}
      </div>
      {props.note && <div className="text-xs text-muted">{props.note}</div>}
    </div>
  );
}
