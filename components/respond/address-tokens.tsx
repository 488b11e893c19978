'use client';

import { Ban } from 'lucide-react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { ReceiptStatus } from '@/components/revocation/receipt-status';
import { UndoButton } from '@/components/revocation/undo-button';
import { useRevocation } from '@/components/revocation/use-revocation';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { LastFour } from '@/components/ui/mono-id';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { StatusBadge } from '@/components/ui/status-badge';

export type AddressToken = {
  id: string;
  name: string;
  last4: string;
  status: string;
  holder: { id: string; name: string };
  group: { slug: string; name: string };
  /** Decisions from there among those shown. */
  uses: number;
  lastAt: string;
  revokeRefusal: string | null;
};

/** The tokens that were used from a network, each with its own revoke. */
export function AddressTokens(props: { tokens: AddressToken[]; network: string }) {
  return (
    <ul className="divide-y divide-line">
      {props.tokens.map((token) => (
        <AddressTokenLine key={token.id} token={token} network={props.network} />
      ))}
    </ul>
  );
}

function AddressTokenLine(props: { token: AddressToken; network: string }) {
  const { token } = props;
  const { state, revoke, tryAgain, undo } = useRevocation(token);
  const revoked = state.status === 'done';
  const lost = state.status === 'lost';
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5 text-sm">
      <div className="min-w-0 space-y-0.5">
        <p className="flex flex-wrap items-center gap-x-3">
          <TextLink quiet href={paths.token(token.id)} className="font-medium break-words">
            {token.name}
          </TextLink>
          <LastFour last4={token.last4} />
          <StatusBadge status={revoked ? 'revoked' : token.status} />
        </p>
        <p className="text-muted">
          <TextLink href={paths.person(token.holder.id)}>{token.holder.name}</TextLink> in{' '}
          <TextLink href={paths.group(token.group.slug)}>{token.group.name}</TextLink> ·{' '}
          {formatCount(token.uses, 'decision')} from here, last <RelativeTime date={token.lastAt} />
        </p>
        {'refusal' in state && <RefusalNotice refusal={state.refusal} />}
        {revoked && <ReceiptStatus seq={state.changed.seq} />}
      </div>
      {revoked ? (
        <UndoButton deadlineMs={state.undoUntilMs} onUndo={undo} />
      ) : (
        token.status !== 'revoked' && (
          <Button
            size="small"
            icon={<Ban aria-hidden />}
            aria-label={lost ? `Try again to revoke ${token.name}` : `Revoke ${token.name}`}
            pending={state.status === 'pending'}
            disabledReason={token.revokeRefusal ?? undefined}
            onClick={() => (lost ? tryAgain() : revoke(`used from ${props.network}`))}
          >
            {lost ? 'Try again' : 'Revoke'}
          </Button>
        )
      )}
    </li>
  );
}
