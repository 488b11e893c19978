import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatDate, formatNumber } from '@/components/format/format';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import type { RetentionView } from '@/domain/retention/get-retention';

type DroppedDay = RetentionView['dropped'][number];

const columns: DataTableColumn<DroppedDay>[] = [
  { id: 'day', header: 'Decisions of', cell: ({ day }) => formatDate(day, 'UTC') },
  { id: 'rows', header: 'How many', align: 'end', cell: ({ rows }) => formatNumber(rows) },
  { id: 'seq', header: 'Tombstone', align: 'end', cell: ({ seq }) => seq },
  { id: 'at', header: 'Dropped', cell: ({ at }) => <RelativeTime date={at} /> },
];

/** The last days of decisions that were dropped, each with the number of its tombstone. */
export function DroppedDays({ days }: { days: DroppedDay[] }) {
  return (
    <StaticTable
      caption="What was dropped"
      columns={columns}
      rows={days}
      getRowId={({ seq }) => String(seq)}
      empty={
        <EmptyState title="Nothing was dropped yet">
          Every day that is dropped leaves a signed tombstone, which keyward audit verify checks.
        </EmptyState>
      }
    />
  );
}
