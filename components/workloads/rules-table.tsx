import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatDuration } from '@/components/format/format';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import type { TrustRuleView } from '@/domain/workloads/rule-view';
import { PRESET_WORDS } from './preset-words';

const columns: DataTableColumn<TrustRuleView>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ id, name, slug, approval }) => (
      <>
        <TextLink quiet href={paths.trustRule(id)} className="block truncate">
          {name}
        </TextLink>
        <Mono className="block text-muted">{slug}</Mono>
        {approval === 'awaiting' && <StatusBadge status="awaiting" />}
      </>
    ),
  },
  {
    id: 'trusts',
    header: 'Trusts',
    phone: 'below',
    cell: ({ preset, claims }) => (
      <>
        <span className="block pt-1">{PRESET_WORDS[preset].label}</span>
        {Object.entries(claims).map(([claim, value]) => (
          <Mono key={claim} className="block truncate text-muted last:pb-1">
            {claim} = {String(value)}
          </Mono>
        ))}
      </>
    ),
  },
  {
    id: 'gives',
    header: 'Gives tokens of',
    cell: ({ identity, group, ttlSeconds }) => (
      <>
        <TextLink quiet href={paths.person(identity.id)}>
          {identity.name}
        </TextLink>{' '}
        in{' '}
        <TextLink quiet href={paths.group(group.slug)}>
          {group.name}
        </TextLink>
        <span className="block text-muted">for {formatDuration(ttlSeconds)}</span>
      </>
    ),
  },
  { id: 'living', header: 'Alive', align: 'end', cell: (row) => row.livingTokens },
  {
    id: 'used',
    header: 'Last used',
    phone: 'end',
    cell: ({ lastUsedAt }) =>
      lastUsedAt ? <RelativeTime date={lastUsedAt} /> : <span className="text-muted">never</span>,
  },
];

/** Trust rules, each with whom it trusts and what it gives. */
export const RulesTable = (props: { rules: TrustRuleView[] }) => (
  <StaticTable
    caption="Trust rules"
    columns={columns}
    rows={props.rules}
    getRowId={({ id }) => id}
    empty={
      <EmptyState title="No pipeline is trusted yet">
        A trust rule lets the jobs of a pipeline exchange the JWT that their issuer gives them for a
        token of minutes: no secret is stored there.
      </EmptyState>
    }
  />
);
