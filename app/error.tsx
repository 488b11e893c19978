'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { UpdatedNotice } from '@/components/ui/form';
import { Page } from '@/components/ui/page-header';
import { ErrorState } from '@/components/ui/states';
import { isFromBefore } from '@/components/ui/updated';

export default function PageError(props: { error: unknown; retry: () => void }) {
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
        requestId={digest}
        actions={<Button onClick={props.retry}>Try again</Button>}
      >
        Nothing was changed by showing it. The server's log has the details.
      </ErrorState>
    </Page>
  );
}
