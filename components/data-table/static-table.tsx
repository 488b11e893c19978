import type { ReactNode } from 'react';
import { classNames } from '@/components/class-names';
import { cellClass, columnClass, hasPhoneRows, phonePlaceOf } from './column-class';
import type { DataTableColumn } from './table-types';

/**
 * A short table without state (verifiers, scopes of a group, lineage): same look, no search, sort
 * or paging. The first cell is the row's header. Put it in a `Section flush`.
 */
export function StaticTable<Row>(props: {
  caption: string;
  columns: DataTableColumn<Row>[];
  rows: Row[];
  getRowId: (row: Row) => string;
  empty?: ReactNode;
}) {
  if (props.rows.length === 0 && props.empty) return props.empty;
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={`${props.caption}, table`}
      className="relative overflow-x-auto"
    >
      <table
        className={classNames(
          'w-full border-separate border-spacing-0 text-sm',
          hasPhoneRows(props.columns) && 'two-line-rows',
        )}
      >
        <caption className="sr-only">{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column, index) => (
              <th
                key={column.id}
                scope="col"
                data-phone={phonePlaceOf(props.columns, index)}
                className={classNames(
                  'h-8 border-b border-line bg-sunken px-3 text-left text-xs font-medium whitespace-nowrap text-muted',
                  columnClass(column),
                )}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.getRowId(row)} className="group">
              {props.columns.map((column, index) => {
                const Cell = index === 0 ? 'th' : 'td';
                return (
                  <Cell
                    key={column.id}
                    scope={index === 0 ? 'row' : undefined}
                    data-phone={phonePlaceOf(props.columns, index)}
                    className={classNames(
                      cellClass,
                      'static-cell',
                      // A column that says itself how wide it may be is not held to this.
                      !column.width?.includes('max-w-') && 'max-w-xs',
                      index === 0 && 'font-medium',
                      columnClass(column),
                    )}
                  >
                    {column.cell(row)}
                  </Cell>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
