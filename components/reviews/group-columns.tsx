import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { PrivilegedMark } from '@/components/ui/privileged-mark';
import { Progress } from '@/components/ui/progress';
import type { GroupInReview } from '@/domain/reviews/list-review-groups';

/** A group under review, with why the reader can't apply what is decided; null where they can. */
export type GroupRow = GroupInReview & { readonly refusal: string | null };

const number = (
  id: string,
  header: string,
  countOf: (row: GroupRow) => number,
): DataTableColumn<GroupRow> => ({
  ...{ id, header, align: 'end', wideOnly: true },
  cell: (row) => formatNumber(countOf(row)),
});

export const groupColumns: DataTableColumn<GroupRow>[] = [
  { id: 'name', header: 'Group', cell: ({ name }) => name },
  {
    id: 'rights',
    header: 'Rights',
    wideOnly: true,
    cell: (row) =>
      row.controlsKeyward ? <PrivilegedMark group={row} /> : <span className="text-faint">—</span>,
  },
  {
    id: 'reviewers',
    header: 'Reviewers',
    wideOnly: true,
    cell: ({ leads }) =>
      leads.length > 0 ? leads.join(', ') : <span className="text-muted">administrators</span>,
  },
  {
    id: 'progress',
    header: 'Decided',
    cell: ({ name, entries, undecided }) => (
      <span className="flex items-center gap-2">
        <span className="w-16">
          <Progress label={`Decided in ${name}`} value={entries - undecided} max={entries} />
        </span>
        {formatNumber(entries - undecided)} of {formatNumber(entries)}
      </span>
    ),
  },
  number('end', 'To end', ({ waiting }) => waiting.end),
  number('shorten', 'To end sooner', ({ waiting }) => waiting.shorten),
  number('settled', 'Applied', ({ settled }) => settled),
];
