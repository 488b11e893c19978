import {
  columnPinningFeature,
  columnVisibilityFeature,
  metaHelper,
  type Row,
  type RowData,
  rowSelectionFeature,
  rowSortingFeature,
  type Table,
  tableFeatures,
} from '@tanstack/react-table';

export type ColumnMeta = {
  /** The name is the header of its row. */
  kind: 'select' | 'name' | 'data' | 'actions';
  /** Its words, in the header and in the view menu. */
  label: string;
  /** Classes that the header and its cells share: width, side, narrow screens. */
  className: string;
  /** Where it stands in a row of two lines, on phones; undefined where rows keep their columns. */
  phone?: PhonePlace | undefined;
};

/** `none` is left out. */
export type PhonePlace = 'select' | 'name' | 'end' | 'below' | 'line' | 'actions' | 'none';

/** The parts of TanStack Table that lists use; ADR 34 says why no others. */
export const features = tableFeatures({
  columnPinningFeature,
  columnVisibilityFeature,
  rowSelectionFeature,
  rowSortingFeature,
  columnMeta: metaHelper<ColumnMeta>(),
});

export type Features = typeof features;
export type TableModel<Shown extends RowData> = Table<Features, Shown>;
export type ModelRow<Shown extends RowData> = Row<Features, Shown>;
