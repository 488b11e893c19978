'use client';

import { useRouter } from 'next/navigation';
import { type ReactNode, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RefusalReference } from '@/components/ui/refusal-reference';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { ErrorState, NoMatchState } from '@/components/ui/states';
import type { Noun, TableResult } from './table-types';
import type { TableState } from './use-table-state';

type Failure = Pick<
  Extract<TableResult<never>, { status: 'failed' }>,
  'message' | 'code' | 'requestId'
>;

function RetryButton() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button size="small" pending={pending} onClick={() => startTransition(() => router.refresh())}>
      Try again
    </Button>
  );
}

/** Refreshing failed; the rows below are the last good ones, from the time it names. */
export function TableFailureBanner(props: Failure & { loadedAt: string }) {
  return (
    <Notice
      tone="warn"
      live
      title={
        <>
          Showing rows from <AbsoluteTime date={props.loadedAt} />
        </>
      }
      actions={<RetryButton />}
    >
      <p>{props.message}</p>
      <RefusalReference code={props.code} requestId={props.requestId} />
    </Notice>
  );
}

/** Nothing could be loaded, and nothing was loaded before. */
export function TableFailure(props: Failure) {
  return (
    <ErrorState
      title="This list could not be loaded"
      code={props.code}
      requestId={props.requestId}
      actions={<RetryButton />}
    >
      {props.message}
    </ErrorState>
  );
}

/** No rows: either nothing exists, or nothing fits the filters, or the page has emptied. */
export function TableEmpty(props: { state: TableState; noun: Noun; empty: ReactNode }) {
  const { state, noun } = props;
  if (state.isFiltered) {
    return (
      <NoMatchState
        title={`No ${noun.other} match`}
        actions={<Button onClick={state.clearFilters}>Clear filters</Button>}
      >
        Nothing fits all the filters at once. Remove one, or clear them.
      </NoMatchState>
    );
  }
  if (state.pageNumber > 1) {
    return (
      <NoMatchState
        title="This page is empty now"
        actions={<Button onClick={state.firstPage}>To the first page</Button>}
      >
        Its {noun.other} have moved or gone since the page before was read.
      </NoMatchState>
    );
  }
  return props.empty;
}
