import { classNames } from '@/components/class-names';
import type { ColumnMeta, PhonePlace } from './table-features';
import type { DataTableColumn } from './table-types';

/** Classes of every body cell. */
export const cellClass = 'list-cell';

/** Classes of every header cell. */
export const headCellClass =
  'sticky top-0 z-10 h-8 bg-sunken px-3 text-left text-xs font-medium text-muted whitespace-nowrap shadow-[inset_0_-1px_0_var(--line)]';

type ClassOfKind = Record<ColumnMeta['kind'], string | undefined>;

// Names stay in sight on phones alone, which only the style sheet can tell.
const HEAD_OF_KIND: ClassOfKind = {
  select: undefined,
  name: 'max-md:left-0 max-md:z-20',
  data: undefined,
  actions: undefined,
};
const CELL_OF_KIND: ClassOfKind = {
  select: undefined,
  name: 'w-full max-w-0 min-w-48 text-left font-medium max-md:sticky max-md:left-0 max-md:min-w-36 max-md:row-ground max-md:shadow-[inset_-1px_0_0_var(--line)]',
  data: 'max-w-64 truncate',
  actions: 'pl-0 text-right',
};

/** Whether rows have two lines on phones: one column says where it stands in them. */
export const hasPhoneRows = <Row>(columns: readonly DataTableColumn<Row>[]): boolean =>
  columns.some(({ phone }) => phone !== undefined);

/** Where a column of such a table stands; the first is the name. */
export const phonePlaceOf = <Row>(
  columns: readonly DataTableColumn<Row>[],
  index: number,
): PhonePlace | undefined => {
  if (!hasPhoneRows(columns)) return undefined;
  return index === 0 ? 'name' : (columns[index]?.phone ?? 'none');
};

type Placed = {
  readonly columnDef: { readonly meta?: ColumnMeta | undefined };
  readonly getIsPinned: () => false | 'start' | 'end';
};

/** Classes a header and its cells share. */
export function columnClass<Row>(
  column: Pick<DataTableColumn<Row>, 'width' | 'align' | 'wideOnly'>,
): string {
  return classNames(
    column.width,
    column.align === 'end' && 'text-right',
    column.wideOnly && 'max-md:hidden',
  );
}

/** Classes of a column's header in a list. */
export function headClassOf(column: Placed): string {
  const { meta } = column.columnDef;
  return classNames(
    headCellClass,
    meta?.className,
    meta && HEAD_OF_KIND[meta.kind],
    column.getIsPinned() === 'end' && 'right-0 z-20',
  );
}

/** Classes of a column's cells in a list. */
export function cellClassOf(column: Placed): string {
  const { meta } = column.columnDef;
  return classNames(
    cellClass,
    meta && CELL_OF_KIND[meta.kind],
    meta?.className,
    column.getIsPinned() === 'end' && 'sticky right-0 row-ground edge-when-covering',
  );
}
