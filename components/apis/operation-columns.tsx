import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount } from '@/components/format/format';
import { MethodBadge } from '@/components/operations/method-badge';
import { OperationAddress } from '@/components/operations/operation-address';
import { paths } from '@/components/paths';
import { Badge } from '@/components/ui/badge';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import type { OperationRow } from './operation-row';
import { OtherNames } from './other-names';

const SHOWN_SCOPE_CHARACTERS = 26;

/** Columns of the operations table; scopes link into the API they belong to. */
export function operationColumns(apiSlug: string): DataTableColumn<OperationRow>[] {
  return [
    { id: 'path', header: 'Operation', sortable: true, cell: (row) => <Address row={row} /> },
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <span className="min-w-0 truncate" data-tooltip={`${row.name}\n${row.summary}`.trim()}>
            <Mono>{row.name}</Mono>
          </span>
          <OtherNames aliases={row.aliases} />
        </span>
      ),
      width: 'max-w-80',
      wideOnly: true,
    },
    {
      id: 'tags',
      header: 'Tags',
      wideOnly: true,
      cell: (row) => <span className="text-muted">{row.tags.join(', ')}</span>,
    },
    {
      id: 'scopes',
      header: 'Scopes',
      wideOnly: true,
      cell: (row) => <Scopes apiSlug={apiSlug} scopes={row.scopes} />,
    },
    {
      id: 'groups',
      header: 'Granted to',
      width: 'md:w-36',
      cell: (row) => <GrantedTo row={row} />,
    },
  ];
}

function Address({ row }: { row: OperationRow }) {
  return (
    <>
      <span className="flex h-6 min-w-0 items-center gap-2 font-normal">
        {row.method === null ? (
          <>
            <MethodBadge method={null} />
            <span className="truncate">{row.summary || row.name}</span>
          </>
        ) : (
          <OperationAddress method={row.method} pathTemplate={row.pathTemplate} name={row.name} />
        )}
        {row.deprecated && <Badge tone="warn">Deprecated</Badge>}
        {row.isPublic && <Badge tone="warn">Public</Badge>}
        {row.source === 'manual' && <Badge>By hand</Badge>}
      </span>
      <span className="block truncate font-normal text-muted md:hidden">
        <Mono>{row.name}</Mono> <OtherNames aliases={row.aliases} />
      </span>
    </>
  );
}

function Scopes(props: { apiSlug: string; scopes: OperationRow['scopes'] }) {
  if (props.scopes.length === 0) return <span className="text-faint">—</span>;
  const shown = props.scopes.slice(0, countThatFit(props.scopes.map((scope) => scope.name)));
  const more = props.scopes.slice(shown.length);
  return (
    <span className="flex items-center gap-1.5">
      {shown.map((scope) =>
        scope.id === null ? (
          <Mono key={scope.name}>{scope.name}</Mono>
        ) : (
          <TextLink key={scope.name} quiet href={paths.scope(props.apiSlug, scope.id)}>
            <Mono>{scope.name}</Mono>
          </TextLink>
        ),
      )}
      {more.length > 0 && (
        <span
          className="rounded-sm text-muted"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the names must be reachable by keyboard
          tabIndex={0}
          data-tooltip={more.map((scope) => scope.name).join('\n')}
        >
          +{more.length}
        </span>
      )}
    </span>
  );
}

/** How many names fit the cell, at least one. */
function countThatFit(names: string[]): number {
  let characters = 0;
  const tooMany = names.findIndex((name, index) => {
    characters += name.length;
    return index > 0 && characters > SHOWN_SCOPE_CHARACTERS;
  });
  return tooMany < 0 ? names.length : tooMany;
}

function GrantedTo({ row }: { row: OperationRow }) {
  if (row.groupCount === null) return <span className="text-faint">—</span>;
  if (row.groupCount === 0) return <span className="text-muted">Nobody</span>;
  return formatCount(row.groupCount, 'group');
}
