'use client';

import { classNames } from '@/components/class-names';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { RelativeTime } from '@/components/ui/relative-time';
import { toneIcon } from '@/components/ui/tone-icon';
import { type MarkRead, useMarkRead } from './use-mark-read';

export type NoticeRow = {
  id: string;
  title: string;
  text: string;
  tone: 'info' | 'warn' | 'danger';
  path: string;
  at: string;
  readAt: string | null;
};

/** What one was told, newest first; what is unread stands out and can be marked. */
export function NoticeList(props: { items: NoticeRow[]; markRead: MarkRead }) {
  return (
    <ul className="divide-y divide-line overflow-clip rounded-lg border border-line bg-surface">
      {props.items.map((row) => (
        <NoticeItem key={row.id} row={row} markRead={props.markRead} />
      ))}
    </ul>
  );
}

function NoticeItem(props: { row: NoticeRow; markRead: MarkRead }) {
  const { id, title, text, tone, path, at, readAt } = props.row;
  const { pending, mark } = useMarkRead(props.markRead);
  const { Icon, colour, word } = toneIcon(tone);
  const isNew = readAt === null;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3 text-sm">
      <Icon role="img" aria-label={word} size={16} className={`mt-0.5 shrink-0 ${colour}`} />
      <div className="min-w-0 flex-1 basis-60 space-y-0.5">
        <p className={classNames('break-words', isNew && 'font-semibold')}>
          {isNew && <span className="sr-only">Unread: </span>}
          <TextLink quiet href={path} onClick={() => isNew && mark({ notices: [id] })}>
            {title}
          </TextLink>
        </p>
        <p className="break-words text-muted">{text}</p>
        <RelativeTime date={at} className="text-xs text-muted" />
      </div>
      {isNew && (
        <Button
          size="small"
          pending={pending}
          aria-label={`Mark read: ${title}`}
          onClick={() => mark({ notices: [id] })}
        >
          Mark read
        </Button>
      )}
    </li>
  );
}
