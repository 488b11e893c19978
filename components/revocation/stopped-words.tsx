'use client';

import { formatCount } from '@/components/format/format';
import type { Changed } from './change';
import { ReceiptStatus } from './receipt-status';

/** What stopping everything ended, and the verifiers that know of it. */
export function StoppedWords({ changed }: { changed: Changed }) {
  const { revokedTokens = 0, endedSessions = 0 } = changed;
  return (
    <>
      <p>
        {formatCount(revokedTokens, 'token')} revoked, {formatCount(endedSessions, 'session')}{' '}
        ended.
      </p>
      <ReceiptStatus seq={changed.seq} />
    </>
  );
}
