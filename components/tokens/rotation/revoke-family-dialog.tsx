'use client';

import { useTransition } from 'react';
import { formatCount } from '@/components/format/format';
import { prepareChange } from '@/components/revocation/change';
import { useChanges } from '@/components/revocation/use-changes';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { TokenRow } from '../token-row';

/** Asks whether what a token was rotated into or out of is to end with it. */
export function RevokeFamilyDialog(props: { token: TokenRow | null; onClose: () => void }) {
  const { token, onClose } = props;
  const { send } = useChanges();
  const [pending, startTransition] = useTransition();
  const start = (kind: 'revoke' | 'revokeFamily') =>
    startTransition(async () => {
      if (token) await send(prepareChange(kind, token));
      onClose();
    });
  const others = token?.livingRelatives ?? 0;
  return (
    <Dialog
      open={token !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      size="small"
      title={`Revoke ${token?.name ?? 'token'}`}
      description={`It was rotated: ${formatCount(others, 'relative')} of it ${others === 1 ? 'is' : 'are'} alive, with the same rights.`}
      footer={
        <>
          <Button onClick={() => start('revoke')}>Only this one</Button>
          <Button variant="danger" pending={pending} onClick={() => start('revokeFamily')}>
            Revoke all {others + 1}
          </Button>
        </>
      }
    />
  );
}
