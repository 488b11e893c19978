import { classNames } from '@/components/class-names';
import type { DataTableColumn } from './table-types';

/** Classes of every body cell; the height follows the reader's density. */
export const cellClass = 'h-(--row-height) border-b border-line px-3 py-0.5 align-middle';

/** Classes a header and its cells share. */
export function columnClass(column: DataTableColumn<never>): string {
  return classNames(
    column.width,
    column.align === 'end' && 'text-right',
    column.wideOnly && 'max-md:hidden',
  );
}
