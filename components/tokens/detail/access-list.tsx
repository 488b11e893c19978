'use client';

import { CircleCheck, CircleSlash, Scissors } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import { WhyButton } from '@/components/access/why-button';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { SearchInput } from '@/components/ui/input';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { NoMatchState } from '@/components/ui/states';
import { type AccessRow, type SentScope, searchAccess, toAccessRows } from './access-rows';

/** Fewer than this need no search. */
const searchedFrom = 8;
const pageSize = 50;

const columnsFor = (token: string, works: boolean): DataTableColumn<AccessRow>[] => [
  {
    id: 'operation',
    header: 'Operation',
    width: 'max-w-52',
    cell: (row) => (
      <TextLink quiet href={paths.apiCallers(row.api.slug, row.operation)}>
        <Mono>{row.operation}</Mono>
      </TextLink>
    ),
  },
  {
    id: 'opened',
    header: 'Token',
    phone: 'below',
    cell: (row) => <Opened opened={row.opened} works={works} />,
  },
  {
    id: 'why',
    header: 'Chain',
    phone: 'end',
    cell: (row) => <WhyButton asked={{ token, api: row.api.slug, operation: row.operation }} />,
  },
  {
    id: 'request',
    header: 'Request',
    width: 'max-w-48',
    cell: (row) =>
      row.method ? (
        <Mono className="text-muted">
          {row.method} {row.pathTemplate}
        </Mono>
      ) : (
        <span className="text-faint">Action</span>
      ),
  },
  { id: 'api', header: 'API', width: 'max-w-32', cell: (row) => row.api.name },
  {
    id: 'scopes',
    header: 'Through scope',
    phone: 'below',
    width: 'max-w-44',
    cell: (row) => (
      <span className="flex flex-col">
        {row.scopes.map(({ id, name, inToken }) => (
          <TextLink
            key={id}
            href={paths.scope(row.api.slug, id)}
            className={inToken ? '' : 'text-muted! line-through'}
          >
            <Mono>{name}</Mono>
          </TextLink>
        ))}
      </span>
    ),
  },
  {
    id: 'granted',
    header: 'Granted to the group',
    width: 'max-w-52',
    cell: (row) => (
      <span className="flex flex-col">
        {row.scopes.map(({ id, grantedBy, grantedAt }) => (
          <span key={id}>
            {grantedBy}, <RelativeTime date={grantedAt} className="text-muted" />
          </span>
        ))}
      </span>
    ),
  },
];
const getRowId = (row: AccessRow) => row.id;

function Opened({ opened, works }: { opened: boolean; works: boolean }) {
  const line = 'inline-flex items-center gap-1.5 align-middle';
  if (!opened) {
    return (
      <span className={`${line} text-muted`}>
        <Scissors aria-hidden size={14} /> Cut off by restriction
      </span>
    );
  }
  return works ? (
    <span className={`${line} text-ok`}>
      <CircleCheck aria-hidden size={14} /> Opens
    </span>
  ) : (
    <span className={`${line} text-muted`}>
      <CircleSlash aria-hidden size={14} /> Would open
    </span>
  );
}

/** Every operation of the group with the scope that holds it: searched when there are many. */
export function AccessList(props: { tokenId: string; scopes: SentScope[]; works: boolean }) {
  const { tokenId, scopes, works } = props;
  const rows = useMemo(() => toAccessRows(scopes), [scopes]);
  const columns = useMemo(() => columnsFor(tokenId, works), [tokenId, works]);
  const [text, setText] = useState('');
  const [shownCount, setShownCount] = useState(pageSize);
  const found = searchAccess(rows, useDeferredValue(text));
  const shown = found.slice(0, shownCount);
  const opened = rows.filter((row) => row.opened).length;
  const cut = rows.length - opened;
  return (
    <Section
      title="Operations"
      description={`${works ? 'Opens' : 'Would open'} ${formatCount(opened, 'operation')}${cut > 0 ? `, ${formatNumber(cut)} cut off by its restriction` : ''}. Worked out now: it changes with the group.`}
      flush
      actions={
        rows.length >= searchedFrom && (
          <SearchInput
            data-page-search=""
            aria-label="Search operations"
            placeholder="Search operations"
            aria-keyshortcuts="/"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setShownCount(pageSize);
            }}
            className="w-56"
          />
        )
      }
    >
      <p role="status" className="sr-only">
        {formatCount(found.length, 'operation')}
      </p>
      <StaticTable
        caption="Operations"
        columns={columns}
        rows={shown}
        getRowId={getRowId}
        empty={
          <NoMatchState
            title="No operation matches"
            actions={<Button onClick={() => setText('')}>Clear search</Button>}
          >
            Try part of its name, its path or its scope.
          </NoMatchState>
        }
      />
      {found.length > shown.length && (
        <div className="flex items-center justify-between gap-2 border-t border-line px-3 py-2 text-sm text-muted">
          {formatNumber(shown.length)} of {formatCount(found.length, 'operation')}
          <Button size="small" onClick={() => setShownCount(shownCount + 5 * pageSize)}>
            Show more
          </Button>
        </div>
      )}
    </Section>
  );
}
