'use client';

import { Download } from 'lucide-react';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { askedView } from './query/asked-view';
import { logsOf, termsOf } from './query/edit-query';
import { useTimelineAddress } from './timeline/use-timeline-address';

const FORMATS = [
  { label: 'NDJSON', as: { format: 'ndjson' } },
  { label: 'NDJSON.gz', as: { format: 'ndjson', compression: 'gzip' } },
  { label: 'CSV', as: { format: 'csv' } },
] as const;
const NAMES = { decision: 'decisions', change: 'changes' } as const;

/** What the query finds as files, one a log: all of it, not this page alone. */
export function ExportMenu() {
  const { view } = useTimelineAddress();
  const logs = logsOf(termsOf(view.q));
  return (
    <Popover
      title="Export all that this finds"
      align="end"
      trigger={<Button icon={<Download aria-hidden />}>Export</Button>}
    >
      <ul className="space-y-1">
        {logs.map((log) => (
          <li key={log} className="flex items-center justify-between gap-3">
            <span className="capitalize">{NAMES[log]}</span>
            <span className="flex gap-2">
              {FORMATS.map(({ as, label }) => (
                <a
                  key={label}
                  download
                  href={paths.auditExport(NAMES[log], { ...as, ...askedView(view) })}
                  aria-label={`${NAMES[log]} as ${label}`}
                  className="rounded-md border border-line px-2 py-1 text-xs hover:bg-hover"
                >
                  {label}
                </a>
              ))}
            </span>
          </li>
        ))}
      </ul>
      {logs.length === 0 && <p className="text-muted">No log can hold what this asks for.</p>}
      <p className="mt-2 text-xs text-muted">
        The log keeps that you took it, and with which query.
      </p>
    </Popover>
  );
}
