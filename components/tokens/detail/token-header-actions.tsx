'use client';

import { Ban, Bot, Pause, Pencil, Play } from 'lucide-react';
import { useState, useTransition } from 'react';
import { paths } from '@/components/paths';
import { prepareChange } from '@/components/revocation/change';
import { useChanges } from '@/components/revocation/use-changes';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { RenameDialog } from '../rename-dialog';
import { revokeLabel } from '../revoke-label';
import type { TokenActions } from '../token-actions';
import type { TokenRow } from '../token-row';

type Doing = 'suspend' | 'resume' | 'revoke';

/** Rename, suspend or resume, and revoke in one click. */
export function TokenHeaderActions(props: { token: TokenRow; actions: TokenActions }) {
  const { token, actions } = props;
  const { refusals } = token;
  const { send } = useChanges();
  const [renaming, setRenaming] = useState(false);
  const [pending, startTransition] = useTransition();
  const [doing, setDoing] = useState<Doing>();
  const start = (what: Doing) => {
    setDoing(what);
    startTransition(() => send(prepareChange(what, token)));
  };
  const other = token.status === 'suspended' || token.status === 'idle' ? 'resume' : 'suspend';
  return (
    <>
      {refusals.delegate === null ? (
        <ButtonLink href={paths.tokenDelegate(token.id)} icon={<Bot aria-hidden />}>
          Give an agent less
        </ButtonLink>
      ) : (
        <Button icon={<Bot aria-hidden />} disabledReason={refusals.delegate}>
          Give an agent less
        </Button>
      )}
      <Button
        icon={<Pencil aria-hidden />}
        disabledReason={refusals.rename ?? undefined}
        onClick={() => setRenaming(true)}
      >
        Rename
      </Button>
      <Button
        icon={other === 'resume' ? <Play aria-hidden /> : <Pause aria-hidden />}
        disabledReason={refusals[other] ?? undefined}
        pending={pending && doing !== 'revoke'}
        onClick={() => start(other)}
      >
        {other === 'resume' ? 'Resume' : 'Suspend'}
      </Button>
      <Button
        variant="danger"
        icon={<Ban aria-hidden />}
        disabledReason={refusals.revoke ?? undefined}
        pending={pending && doing === 'revoke'}
        onClick={() => start('revoke')}
      >
        {revokeLabel(token)}
      </Button>
      <RenameDialog
        token={renaming ? token : null}
        rename={actions.rename}
        onClose={() => setRenaming(false)}
      />
    </>
  );
}
