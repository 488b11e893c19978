'use client';

import { useEffect, useState } from 'react';
import { Button } from './button';
import { Mono } from './mono-id';
import { Page } from './page-header';
import { UpdatedNotice } from './refusal-notice';
import { ErrorState } from './states';
import { isFromBefore } from './updated';

/** What stands in place of a page that failed. */
export function PageError(props: { error: unknown; retry: () => void }) {
  const { error } = props;
  const [updated, setUpdated] = useState(false);
  useEffect(() => {
    console.error(error);
    void isFromBefore(error).then(setUpdated);
  }, [error]);
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  if (updated) {
    return (
      <Page>
        <UpdatedNotice />
      </Page>
    );
  }
  return (
    <Page>
      <ErrorState
        title="This page failed"
        actions={<Button onClick={props.retry}>Try again</Button>}
      >
        Nothing was changed by showing it. The server's log has the details
        {digest ? (
          <>
            {' '}
            under <Mono>{digest}</Mono>.
          </>
        ) : (
          '.'
        )}
      </ErrorState>
    </Page>
  );
}
