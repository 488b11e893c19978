import { TableFailure } from '@/components/data-table/table-feedback';
import type { TableResult } from '@/components/data-table/table-types';
import { Button } from '@/components/ui/button';
import { EmptyState, NoMatchState } from '@/components/ui/states';
import { parseQuery } from '@/domain/history/query/parse-query';
import type { TimelineEntry } from './entry';
import type { TimelineAddress } from './use-timeline-address';

/** What stands in place of rows. */
export function Instead(props: {
  address: TimelineAddress;
  result: Exclude<TableResult<TimelineEntry>, { status: 'refused' }>;
  isEmpty: boolean;
}) {
  const { address, result } = props;
  const { q, from, to } = address.view;
  if (!parseQuery(q).ok) {
    return (
      <NoMatchState title="This query can’t be read">
        What is wrong is marked under the query. Mend it, and the rows come back.
      </NoMatchState>
    );
  }
  if (result.status === 'failed') return props.isEmpty ? null : <TableFailure {...result} />;
  if (!props.isEmpty) return null;
  if (!address.isFirstPage) {
    return (
      <NoMatchState
        title="Nothing is older"
        actions={<Button onClick={address.newest}>To the newest</Button>}
      />
    );
  }
  if (q || from || to) {
    return (
      <NoMatchState
        title="Nothing was recorded that fits"
        actions={
          <Button onClick={() => address.show({ q: '', from: null, to: null })}>
            Show everything
          </Button>
        }
      >
        No decision and no change fits all the terms within this time. Take one away, or look
        further back.
      </NoMatchState>
    );
  }
  return (
    <EmptyState title="Nothing has happened yet">
      Every request that a verifier answers and every change made here appears in this timeline, as
      it happens.
    </EmptyState>
  );
}
