'use client';

import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import { formatCount, formatNumber } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import type { Noun } from './table-types';
import type { TableState } from './use-table-state';

/** How many are shown, and the way to the next and previous page. */
export function TablePagination(props: {
  state: TableState;
  shown: number;
  total: number | null | undefined;
  nextCursor: string | null;
  noun: Noun;
}) {
  const { state, shown, total, nextCursor, noun } = props;
  const single = state.pageNumber === 1 && nextCursor === null;
  return (
    <nav
      aria-label="Pages"
      className="flex min-h-8 flex-wrap items-center justify-between gap-2 text-sm text-muted"
    >
      <p>
        {single || total === null || total === undefined
          ? formatCount(shown, noun.one, noun.other)
          : `${formatNumber(shown)} of ${formatCount(total, noun.one, noun.other)}`}
        {!single && ` · page ${formatNumber(state.pageNumber)}`}
      </p>
      {!single && (
        <div className="flex gap-2">
          {state.pageNumber > 2 && (
            <Button
              size="small"
              variant="ghost"
              icon={<ChevronsLeft aria-hidden />}
              onClick={state.firstPage}
            >
              First
            </Button>
          )}
          <Button
            size="small"
            icon={<ChevronLeft aria-hidden />}
            disabledReason={state.pageNumber === 1 ? 'This is the first page' : undefined}
            onClick={state.previousPage}
          >
            Previous
          </Button>
          <Button
            size="small"
            disabledReason={nextCursor === null ? 'This is the last page' : undefined}
            onClick={() => nextCursor !== null && state.nextPage(nextCursor)}
          >
            Next
            <ChevronRight aria-hidden size={15} />
          </Button>
        </div>
      )}
    </nav>
  );
}
