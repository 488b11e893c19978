import type { ReactNode } from 'react';
import { DataTable, type DataTableProps } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';

export type Sample = { id: string; name: string; group: string };

/** Rows named "token 01", "token 02" and so on. */
export const samples = (count: number): Sample[] =>
  Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(2, '0');
    return { id: `tok_${number}`, name: `token ${number}`, group: index % 2 ? 'billing' : 'web' };
  });

export const okay = (rows: Sample[], nextCursor: string | null = null): TableResult<Sample> => ({
  ...{ status: 'ok', rows, nextCursor },
  loadedAt: '2026-03-01T10:00:00.000Z',
});

export const sampleColumns: DataTableColumn<Sample>[] = [
  { id: 'name', header: 'Name', sortable: true, cell: (row) => row.name },
  { id: 'group', header: 'Group', cell: (row) => row.group },
  { id: 'createdAt', header: 'Created', sortable: true, cell: () => 'today' },
  { id: 'id', header: 'Id', hiddenByDefault: true, cell: (row) => row.id },
];
const getRowId = (row: Sample) => row.id;
const getRowLabel = (row: Sample) => row.name;
const noun = { one: 'token', other: 'tokens' };
const facets = [{ id: 'group', label: 'Group', options: [{ value: 'web', label: 'Web' }] }];

/** A list as pages have them, for tests of `DataTable`. */
export const SampleList = (
  props: { result: TableResult<Sample>; empty?: ReactNode } & Partial<DataTableProps<Sample>>,
) => (
  <DataTable
    id="samples"
    caption="Tokens"
    noun={noun}
    columns={sampleColumns}
    getRowId={getRowId}
    getRowLabel={getRowLabel}
    defaultSort="-createdAt"
    searchPlaceholder="Search tokens"
    facets={facets}
    empty={<p>No tokens yet</p>}
    {...props}
  />
);
