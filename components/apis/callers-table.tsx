'use client';

import { WhyPopover } from '@/components/access/why-popover';
import { DataTable } from '@/components/data-table/data-table';
import type {
  DataTableColumn,
  FacetOption,
  TableResult,
} from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { NameWithIcon } from '@/components/ui/identity-icon';
import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import { Expiry } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import type { CallerRow } from './caller-row';

const MOST_NAMED = 2;

const columns: DataTableColumn<CallerRow>[] = [
  {
    id: 'name',
    header: 'Who',
    cell: ({ identity }) => <NameWithIcon type={identity.type}>{identity.name}</NameWithIcon>,
  },
  {
    id: 'handle',
    header: 'Email or slug',
    wideOnly: true,
    cell: ({ identity }) => <span className="text-muted">{identity.handle}</span>,
  },
  {
    id: 'group',
    header: 'Group',
    cell: ({ group }) => (
      <TextLink quiet href={paths.group(group.slug)}>
        {group.name}
      </TextLink>
    ),
  },
  {
    id: 'until',
    header: 'Until',
    cell: ({ membership: { expiresAt } }) =>
      expiresAt === null ? <span className="text-faint">—</span> : <Expiry date={expiresAt} />,
  },
  {
    id: 'tokens',
    header: 'Tokens',
    cell: (row) => <Tokens row={row} />,
  },
  {
    id: 'why',
    header: 'Chain',
    cell: ({ identity, chain }) => <WhyPopover of={identity.name} chains={[chain]} />,
  },
];

function Tokens({ row }: { row: CallerRow }) {
  const { tokens, tokenCount, identity, group } = row;
  if (tokenCount === 0) return <span className="text-faint">None</span>;
  const hidden = tokenCount - Math.min(tokens.length, MOST_NAMED);
  return (
    <span className="inline-flex gap-x-2">
      {tokens.slice(0, MOST_NAMED).map(({ id, name, last4 }) => (
        <span key={id} className="inline-flex items-baseline gap-x-1">
          <TextLink href={paths.token(id)} className="max-w-32 truncate">
            {name}
          </TextLink>
          <LastFour last4={last4} />
        </span>
      ))}
      {hidden > 0 && (
        <TextLink href={paths.tokens({ identity: identity.id, group: group.slug })}>
          +{formatNumber(hidden)}
          <span className="sr-only"> tokens of {identity.name}</span>
        </TextLink>
      )}
    </span>
  );
}

const getRowId = (row: CallerRow) => `${row.identity.id} ${row.group.id}`;
const getRowLabel = (row: CallerRow) => `${row.identity.name} in ${row.group.name}`;
const getRowHref = (row: CallerRow) => paths.person(row.identity.id);
const noun = { one: 'caller', other: 'callers' };

/** Everybody who can call an operation, once for each group that lets them, with the chain at hand. */
export function CallersTable(props: { result: TableResult<CallerRow>; groups: FacetOption[] }) {
  return (
    <DataTable
      id="callers"
      caption="People and service accounts that can call it"
      noun={noun}
      result={props.result}
      columns={columns}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="name"
      searchPlaceholder="Search name, email, slug"
      facets={[
        {
          id: 'type',
          label: 'Type',
          options: [
            { value: 'person', label: 'People' },
            { value: 'service', label: 'Service accounts' },
          ],
        },
        { id: 'group', label: 'Group', options: props.groups },
      ]}
      empty={
        <EmptyState title="Nobody is in these groups now">
          The groups hold the operation, but no active person or service account is in one that is
          active itself.
        </EmptyState>
      }
    />
  );
}
