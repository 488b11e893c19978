import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';
import type { RequestView } from '@/domain/requests/request-view';
import { givenWords, REQUEST_STATUS } from './request-words';

/** Requests, newest first, each with what it would give. */
export function RequestList(props: { label: string; items: readonly RequestView[] }) {
  return (
    <ul
      aria-label={props.label}
      className="divide-y divide-line overflow-clip rounded-lg border border-line bg-surface"
    >
      {props.items.map((request) => (
        <RequestLine key={request.id} request={request} />
      ))}
    </ul>
  );
}

function RequestLine(props: { request: RequestView }) {
  const { id, kind, state, title, group, requester, reason, createdAt, expiresAt, waitsFor } =
    props.request;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-1.5 px-4 py-3 text-sm">
      <div className="min-w-0 flex-1 basis-72 space-y-0.5">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <TextLink quiet href={paths.request(id)} className="min-w-0 font-medium break-words">
            {title}
          </TextLink>
          <PrivilegedMark group={group} />
          {kind === 'change' && <Badge>Second administrator</Badge>}
          {waitsFor && <Badge tone="info">Approved once</Badge>}
        </p>
        <p className="break-words text-muted">
          {requester.name}
          {kind === 'access' && ` · ${reason}`}
        </p>
        <p>{givenWords(props.request)}</p>
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 sm:flex-col sm:items-end">
        <StatusBadge status={REQUEST_STATUS[state]} />
        <span className="text-muted">
          Asked <RelativeTime date={createdAt} />
        </span>
        {state === 'open' && (
          <span className="text-muted">
            Runs out <Expiry date={expiresAt} />
          </span>
        )}
      </div>
    </li>
  );
}
