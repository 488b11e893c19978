import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';

export interface RiskyChange {
  readonly id: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  /** What the action is called. */
  readonly words: string;
  readonly target: string | null;
  readonly outcome: 'done' | 'denied';
}

/** The latest changes that gave power or took it from many. */
export function RiskyChanges(props: { changes: readonly RiskyChange[] }) {
  return (
    <ol className="divide-y divide-line">
      {props.changes.map((change) => (
        <li key={change.id} className="flex flex-col gap-0.5 px-4 py-2 text-sm">
          <div className="flex min-w-0 items-center justify-between gap-3">
            <TextLink href={paths.auditEvent(change.id)} className="min-w-0 truncate">
              {change.target ?? 'Keyward'}
            </TextLink>
            <span className="shrink-0 text-xs text-muted">
              <RelativeTime date={change.at} />
            </span>
          </div>
          <div className="flex flex-wrap items-center gap-x-2 text-muted">
            <span>
              <span data-tooltip={change.action}>{change.words}</span> by <bdi>{change.actor}</bdi>
            </span>
            {change.outcome === 'denied' && <StatusBadge status="denied" />}
          </div>
        </li>
      ))}
    </ol>
  );
}
