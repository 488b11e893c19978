'use client';

import { Ban } from 'lucide-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { paths } from '@/components/paths';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import type { TokenMatch } from '@/components/revocation/token-match';
import { UndoButton } from '@/components/revocation/undo-button';
import type { useRevocation } from '@/components/revocation/use-revocation';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/link';
import { RefusalNotice } from '@/components/ui/refusal-notice';

/** The foot of a match card: one click to revoke, then the receipts and the way back. */
export function MatchRevoke(props: {
  match: TokenMatch;
  revocation: ReturnType<typeof useRevocation>;
}) {
  const { match } = props;
  const { token } = match;
  const { state, revoke, tryAgain, undo } = props.revocation;
  const result = useRef<HTMLDivElement>(null);
  const revoked = state.status === 'done';
  const lost = state.status === 'lost';
  useEffect(() => {
    // The button that had focus is gone.
    if (revoked) result.current?.focus();
  }, [revoked]);

  if (revoked) {
    return (
      <footer className="sticky bottom-0 z-10 flex flex-wrap items-center justify-between gap-3 border-t border-line bg-sunken px-4 py-3">
        <div ref={result} tabIndex={-1} className="min-w-0 rounded-sm">
          <ReceiptStatus seq={state.changed.seq} />
        </div>
        <div className="flex flex-wrap items-center gap-3">
          <TouchedLink tokenId={token.id} />
          <UndoButton deadlineMs={state.undoUntilMs} onUndo={undo} />
        </div>
      </footer>
    );
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (match.revokeRefusal || state.status === 'pending') return;
    if (state.status === 'lost') void tryAgain();
    else void revoke(String(new FormData(event.currentTarget).get('reason') ?? ''));
  }
  return (
    <footer className="sticky bottom-0 z-10 space-y-3 border-t border-line bg-sunken px-4 py-3">
      {'refusal' in state && <RefusalNotice refusal={state.refusal} />}
      <div className="flex flex-wrap-reverse items-center justify-between gap-3">
        <TouchedLink tokenId={token.id} />
        {token.status !== 'revoked' && (
          <form onSubmit={submit} className="flex items-center gap-2 max-md:w-full">
            <Input
              name="reason"
              aria-label="Reason, for the audit log"
              data-tooltip="Reason, for the audit log"
              defaultValue="leaked"
              readOnly={lost}
              maxLength={500}
              className="w-40 max-md:h-11 max-md:w-auto max-md:min-w-0 max-md:flex-1"
            />
            <Button
              type="submit"
              variant="danger"
              icon={<Ban aria-hidden />}
              pending={state.status === 'pending'}
              disabledReason={match.revokeRefusal ?? undefined}
              data-match-revoke=""
              className="max-md:h-11! max-md:px-5!"
            >
              {lost ? 'Try again' : 'Revoke'}
            </Button>
          </form>
        )}
      </div>
    </footer>
  );
}

function TouchedLink(props: { tokenId: string }) {
  return (
    <TextLink href={paths.audit({ q: `token:${props.tokenId}`, range: '24h' })} className="text-sm">
      What it touched in 24 hours
    </TextLink>
  );
}
