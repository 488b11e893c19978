'use client';

import { useMemo } from 'react';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { useAct } from '@/components/ui/use-act';
import { describeBrowser } from './describe-browser';

export type SessionRow = {
  id: string;
  person: { id: string; name: string };
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  ip: string | null;
  userAgent: string | null;
  /** Its provider didn't say which groups they are in. */
  withoutMappedGroups: boolean;
  /** The session this page is read with. */
  current: boolean;
  endRefusal: string | null;
};

type End = (sessionId: string) => Promise<ActionOutcome>;

function BrowserName(props: { row: SessionRow }) {
  const { row } = props;
  return (
    <span className="inline-flex items-center gap-2">
      {describeBrowser(row.userAgent)}
      {row.current && <Badge tone="accent">This one</Badge>}
      {row.withoutMappedGroups && <Badge tone="warn">Without mapped groups</Badge>}
    </span>
  );
}

const person: DataTableColumn<SessionRow> = {
  id: 'person',
  header: 'Person',
  width: 'max-w-40',
  cell: (row) => (
    <TextLink quiet href={paths.person(row.person.id)}>
      {row.person.name}
    </TextLink>
  ),
};
const browser: DataTableColumn<SessionRow> = {
  id: 'browser',
  header: 'Browser',
  phone: 'below',
  cell: (row) => <BrowserName row={row} />,
};
const rest: DataTableColumn<SessionRow>[] = [
  { id: 'ip', header: 'Address', cell: ({ ip }) => <Mono>{ip ?? 'unknown'}</Mono> },
  { id: 'createdAt', header: 'Signed in', cell: (row) => <RelativeTime date={row.createdAt} /> },
  {
    id: 'lastSeenAt',
    header: 'Last seen',
    phone: 'below',
    cell: (row) => (
      <>
        <span className="md:hidden">last seen </span>
        <RelativeTime date={row.lastSeenAt} />
      </>
    ),
  },
  {
    id: 'expiresAt',
    header: 'Ends',
    cell: (row) => <Expiry date={row.expiresAt} soonDays={0} />,
  },
];

/** Open sessions, each with its end. */
export function SessionsTable(props: {
  caption: string;
  rows: SessionRow[];
  end: End;
  withPerson?: boolean;
}) {
  const { end, withPerson } = props;
  const columns = useMemo(
    () => [
      ...(withPerson ? [person, browser] : [browser]),
      ...rest,
      {
        id: 'end',
        header: 'Actions',
        align: 'end' as const,
        phone: 'end' as const,
        cell: (row: SessionRow) => <EndButton row={row} end={end} />,
      },
    ],
    [withPerson, end],
  );
  return (
    <StaticTable
      caption={props.caption}
      columns={columns}
      rows={props.rows}
      getRowId={(row) => row.id}
    />
  );
}

function EndButton(props: { row: SessionRow; end: End }) {
  const { row } = props;
  const words = `${describeBrowser(row.userAgent)} of ${row.person.name}`;
  const { pending, run } = useAct(() => props.end(row.id), {
    lost: 'the session was ended',
    refused: 'The session was not ended',
    done: 'Session ended',
    detail: `${words} is signed out at its next request.`,
  });
  const reason = row.current ? 'You are using it: sign out instead' : row.endRefusal;
  return (
    <Button
      size="small"
      pending={pending}
      disabledReason={reason ?? undefined}
      aria-label={`End session: ${words}`}
      onClick={run}
    >
      End
    </Button>
  );
}
