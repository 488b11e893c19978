'use client';

import { BareError } from '@/components/ui/bare-error';

export default function RootError(props: { error: unknown }) {
  return (
    <BareError title="This page failed" error={props.error}>
      Nothing was changed by showing it.
    </BareError>
  );
}
