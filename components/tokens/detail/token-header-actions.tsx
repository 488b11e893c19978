'use client';

import { Ban, Bot, Pause, Pencil, Play, RefreshCw, SlidersHorizontal } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { paths } from '@/components/paths';
import { prepareChange } from '@/components/revocation/change';
import { useChanges } from '@/components/revocation/use-changes';
import { Button } from '@/components/ui/button';
import { ButtonLink } from '@/components/ui/link';
import { revokeLabel } from '../revoke-label';
import type { TokenActions } from '../token-actions';
import { type TokenDialog, TokenDialogs } from '../token-dialogs';
import type { TokenRow } from '../token-row';

type Doing = 'suspend' | 'resume' | 'revoke';

/** Rename, rotate, suspend or resume, and revoke in one click. */
export function TokenHeaderActions(props: {
  token: TokenRow;
  actions: TokenActions;
  /** The address asks for a rotation: its dialog is open. */
  asksRotation: boolean;
}) {
  const { token, actions } = props;
  const { refusals } = token;
  const { send } = useChanges();
  const router = useRouter();
  const [dialog, setDialog] = useState<TokenDialog | null>(
    props.asksRotation && refusals.rotate === null ? { ask: 'rotate', token } : null,
  );
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
        onClick={() => setDialog({ ask: 'rename', token })}
      >
        Rename
      </Button>
      <Button
        icon={<SlidersHorizontal aria-hidden />}
        disabledReason={refusals.setLimits ?? undefined}
        onClick={() => setDialog({ ask: 'limits', aim: 'all', token })}
      >
        Limits
      </Button>
      <Button
        icon={<RefreshCw aria-hidden />}
        disabledReason={refusals.rotate ?? undefined}
        onClick={() => setDialog({ ask: 'rotate', token })}
      >
        Rotate
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
        onClick={() =>
          token.livingRelatives > 0 ? setDialog({ ask: 'revokeFamily', token }) : start('revoke')
        }
      >
        {revokeLabel(token)}
      </Button>
      <TokenDialogs
        opened={dialog}
        actions={actions}
        onClose={() => setDialog(null)}
        onRotated={(id) => router.push(paths.token(id))}
      />
    </>
  );
}
