'use client';

import { useEffect } from 'react';
import { Button } from '@/components/ui/button';
import { Page } from '@/components/ui/page-header';
import { ErrorState } from '@/components/ui/states';

export default function PageError(props: { error: unknown; retry: () => void }) {
  const { error } = props;
  useEffect(() => {
    console.error(error);
  }, [error]);
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
  return (
    <Page>
      <ErrorState
        title="This page failed"
        requestId={digest}
        actions={<Button onClick={props.retry}>Try again</Button>}
      >
        Nothing was changed by showing it. The server's log has the details.
      </ErrorState>
    </Page>
  );
}
