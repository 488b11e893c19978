'use client';

import { Ban } from 'lucide-react';
import { type FormEvent, useEffect, useRef } from 'react';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import type { Changed } from '@/components/revocation/change';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import type { TokenMatch } from '@/components/revocation/token-match';
import { UndoButton } from '@/components/revocation/undo-button';
import type { useRevocation } from '@/components/revocation/use-revocation';
import { Button } from '@/components/ui/button';
import { Input } from '@/components/ui/input';
import { TextLink } from '@/components/ui/link';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { DeniedAfter } from './denied-after';

/** The foot of a match card: one click to revoke, then the receipts and the way back. */
export function MatchRevoke(props: {
  match: TokenMatch;
  revocation: ReturnType<typeof useRevocation>;
}) {
  const { match } = props;
  const { token } = match;
  const { state, revoke, revokeFamily, tryAgain, undo } = props.revocation;
  const form = useRef<HTMLFormElement>(null);
  const relatives = token.livingRelatives;
  const reason = () => String(form.current ? (new FormData(form.current).get('reason') ?? '') : '');
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
        <div ref={result} tabIndex={-1} className="min-w-0 space-y-1 rounded-sm">
          <ReceiptStatus seq={state.changed.seq} />
          <EndedWords token={token} changed={state.changed} />
          {state.changed.revokedAt && <DeniedAfter token={token} since={state.changed.revokedAt} />}
        </div>
        <div className="flex flex-wrap items-center gap-3">
          {relatives > 0 && !state.changed.family && (
            <Button
              variant="danger"
              icon={<Ban aria-hidden />}
              onClick={() => void revokeFamily(LEAKED)}
            >
              Revoke {formatCount(relatives, 'relative')} too
            </Button>
          )}
          <TouchedLink tokenId={token.id} />
          <TextLink
            href={paths.incidentNew({ token: token.id, name: token.name })}
            className="text-sm"
          >
            Open an incident
          </TextLink>
          <UndoButton deadlineMs={state.undoUntilMs} onUndo={undo} />
        </div>
      </footer>
    );
  }
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (match.revokeRefusal || state.status === 'pending') return;
    if (state.status === 'lost') void tryAgain();
    else void (relatives > 0 ? revokeFamily : revoke)(reason());
  }
  return (
    <footer className="sticky bottom-0 z-10 space-y-3 border-t border-line bg-sunken px-4 py-3">
      {'refusal' in state && <RefusalNotice refusal={state.refusal} />}
      <StandingWords token={token} />
      <div className="flex flex-wrap-reverse items-center justify-between gap-3">
        <TouchedLink tokenId={token.id} />
        {token.status !== 'revoked' && (
          <form
            ref={form}
            onSubmit={submit}
            className="flex flex-wrap items-center justify-end gap-2 max-md:w-full"
          >
            <Input
              name="reason"
              aria-label="Reason, for the audit log"
              data-tooltip="Reason, for the audit log"
              defaultValue={LEAKED}
              readOnly={lost}
              maxLength={500}
              className="w-40 max-md:h-11 max-md:w-auto max-md:min-w-0 max-md:flex-1"
            />
            {relatives > 0 && !lost && (
              <Button
                disabledReason={match.revokeRefusal ?? undefined}
                onClick={() => {
                  if (state.status !== 'pending') void revoke(reason());
                }}
                className="max-md:h-11!"
              >
                Only this one
              </Button>
            )}
            <Button
              type="submit"
              variant="danger"
              icon={<Ban aria-hidden />}
              pending={state.status === 'pending'}
              disabledReason={match.revokeRefusal ?? undefined}
              data-match-revoke=""
              className="max-md:h-11! max-md:px-5!"
            >
              {lost ? 'Try again' : revokeWords(token)}
            </Button>
          </form>
        )}
      </div>
    </footer>
  );
}

const LEAKED = 'leaked';

const revokeWords = ({ livingRelatives }: TokenMatch['token']): string =>
  livingRelatives === 0 ? 'Revoke' : `Revoke all ${formatNumber(livingRelatives + 1)}`;

/** What would go on, and what would end, beside the token itself. */
function StandingWords(props: { token: TokenMatch['token'] }) {
  const { status, livingRelatives, livingBelow } = props.token;
  if (status === 'revoked' || livingRelatives + livingBelow === 0) return null;
  return (
    <p className="text-sm text-muted">
      {livingRelatives > 0 && `It was rotated: ${aliveWords(livingRelatives)}. `}
      {livingBelow > 0 && `${formatCount(livingBelow, 'token')} made from it end with it.`}
    </p>
  );
}

/** What ended beside the token itself, and what goes on. */
function EndedWords(props: { token: TokenMatch['token']; changed: Changed }) {
  const { id, livingRelatives } = props.token;
  const { family = [], endedBelow = 0 } = props.changed;
  const others = family.filter((one) => one !== id).length;
  return (
    <>
      {others > 0 && <p className="text-sm text-muted">With {formatCount(others, 'relative')}.</p>}
      {endedBelow > 0 && (
        <p className="text-sm text-muted">
          {formatCount(endedBelow, 'token')} made from it ended with it.
        </p>
      )}
      {family.length === 0 && livingRelatives > 0 && (
        <p className="text-sm text-danger">It was rotated: {aliveWords(livingRelatives)}.</p>
      )}
    </>
  );
}

const aliveWords = (relatives: number): string =>
  `${formatCount(relatives, 'relative')} of it ${relatives === 1 ? 'is' : 'are'} alive, with the same rights`;

function TouchedLink(props: { tokenId: string }) {
  return (
    <TextLink href={paths.radius({ token: props.tokenId })} className="text-sm">
      What it touched in 24 hours
    </TextLink>
  );
}
