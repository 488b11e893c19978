'use client';

import { formatAbsolute, formatRelative } from '@/components/format/format';
import { useHydrated, useNowMs } from '@/components/ui/clock';

/** When and, on hover or focus, from which address a token was last used. */
export function LastUsed(props: { at: string | null; ip: string | null }) {
  const nowMs = useNowMs();
  const hydrated = useHydrated();
  if (props.at === null) return <span className="text-muted">Never</span>;
  const from = props.ip === null ? '' : `\nfrom ${props.ip}`;
  return (
    <time
      dateTime={props.at}
      data-tooltip={`${formatAbsolute(props.at, hydrated ? undefined : 'UTC')}${from}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: time and address must be reachable by keyboard
      tabIndex={0}
      className="rounded-sm whitespace-nowrap"
    >
      {formatRelative(props.at, nowMs)}
    </time>
  );
}
