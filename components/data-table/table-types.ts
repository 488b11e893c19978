import type { ReactNode } from 'react';
import type { ShownRefusal } from '@/components/ui/states';
import type { OperationName } from '@/domain/base/operation-names';

/** One page of a list, as the server component hands it over. `loadedAt` is an ISO time. */
export type TableResult<Row> =
  | {
      status: 'ok';
      rows: Row[];
      nextCursor: string | null;
      /** Matching rows in all; leave out when counting is too dear. */
      total?: number | null | undefined;
      loadedAt: string;
    }
  | {
      status: 'failed';
      message: string;
      code?: string | undefined;
      requestId?: string | undefined;
    }
  | { status: 'refused'; operation: OperationName; refusal: ShownRefusal };

export type DataTableColumn<Row> = {
  /** Also the name in the `sort` parameter. */
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  sortable?: boolean;
  align?: 'start' | 'end';
  /** Width class, e.g. "w-40"; the first column takes the rest. */
  width?: string;
  /** Hidden until chosen in the view menu. */
  hiddenByDefault?: boolean;
  /** Left out on phones. */
  wideOnly?: boolean;
  /**
   * On phones, where some column says so, a row has two lines: the name with what stands at its `end`, and
   * all that is `below`; what is to have a `line` gets one more. Columns that say nothing are left out there.
   */
  phone?: 'end' | 'below' | 'line';
};

export type FacetOption = {
  value: string;
  label: string;
  count?: number | undefined;
  /** By name: of hundreds of options, each would bring its picture along. */
  icon?: 'person' | 'service' | undefined;
};

export type Facet = {
  /** Also the query parameter. */
  id: string;
  label: string;
  options: FacetOption[];
};

/** "token", "tokens". */
export type Noun = { one: string; other: string };
