import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatCount, formatNumber } from '@/components/format/format';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import type { Uses } from '@/domain/access/uses';
import { USES_KEPT_DAYS } from '@/domain/access/uses-days';

type UsedScope = Uses['scopes'][number];

const usedIn = ({ operations }: UsedScope, days: 'used30' | 'used90') =>
  operations.filter((operation) => operation[days] > 0).length;
const lastUse = ({ operations }: UsedScope) =>
  operations
    .map(({ lastUsedAt }) => lastUsedAt ?? '')
    .sort()
    .at(-1) || null;

const columns: DataTableColumn<UsedScope>[] = [
  {
    id: 'scope',
    header: 'Scope',
    cell: ({ api, name }) => (
      <Mono>
        {api.slug}/{name}
      </Mono>
    ),
  },
  {
    id: 'granted',
    header: 'Operations',
    align: 'end',
    cell: ({ operations }) => formatNumber(operations.length),
  },
  {
    id: 'used30',
    header: 'Used in 30 days',
    align: 'end',
    cell: (scope) => formatNumber(usedIn(scope, 'used30')),
  },
  {
    id: 'used90',
    header: 'Used in 90 days',
    align: 'end',
    phone: 'below',
    cell: (scope) => (
      <>
        {formatNumber(usedIn(scope, 'used90'))}
        <span className="md:hidden"> of {formatNumber(scope.operations.length)} used</span>
      </>
    ),
  },
  {
    id: 'last',
    header: 'Last used',
    phone: 'end',
    cell: (scope) => {
      const at = lastUse(scope);
      if (at === null) return <span className="text-warn">Not in {USES_KEPT_DAYS} days</span>;
      return <RelativeTime date={at} className={scope.isUnused ? 'text-warn' : ''} />;
    },
  },
];

/** What was granted beside what was called, scope by scope. */
export function UsesTable({ uses }: { uses: Uses }) {
  return (
    <StaticTable
      caption="Granted and used, by scope"
      columns={columns}
      rows={uses.scopes}
      getRowId={({ id }) => id}
    />
  );
}

/** "4 of 12 operations were called in 90 days, 2 of them in the last 30." */
export function usesSentence({ granted, used30, used90 }: Uses): string {
  if (granted === 0) return 'Opens nothing yet.';
  if (used90 === 0) return `None of ${formatCount(granted, 'operation')} was called in 90 days.`;
  return `${formatNumber(used90)} of ${formatCount(granted, 'operation')} were called in 90 days, ${formatNumber(used30)} in the last 30.`;
}
