'use client';

import type { LimitsAim } from './limits/limits-dialog';
import { LimitsDialog } from './limits/limits-dialog-on-demand';
import { RenameDialog } from './rename-dialog';
import { RevokeFamilyDialog } from './rotation/revoke-family-dialog';
import { RotateDialog } from './rotation/rotate-dialog';
import type { TokenActions } from './token-actions';
import type { TokenRow } from './token-row';

/** What is asked of a token before it is done, and of which. */
export type TokenDialog =
  | { ask: 'rename' | 'rotate' | 'revokeFamily'; token: TokenRow }
  | { ask: 'limits'; aim: LimitsAim; token: TokenRow };

/** The dialogs about one token, wherever it is shown. */
export function TokenDialogs(props: {
  opened: TokenDialog | null;
  actions: TokenActions;
  onClose: () => void;
  onRotated: (id: string) => void;
}) {
  const { opened, actions, onClose } = props;
  const tokenOf = (ask: TokenDialog['ask']) => (opened?.ask === ask ? opened.token : null);
  return (
    <>
      <RenameDialog token={tokenOf('rename')} rename={actions.rename} onClose={onClose} />
      <RotateDialog
        token={tokenOf('rotate')}
        rotate={actions.rotate}
        onClose={onClose}
        onRotated={props.onRotated}
      />
      <LimitsDialog
        open={opened?.ask === 'limits'}
        token={tokenOf('limits')}
        aim={opened?.ask === 'limits' ? opened.aim : 'all'}
        setLimits={actions.setLimits}
        onOpenChange={(open) => !open && onClose()}
      />
      <RevokeFamilyDialog token={tokenOf('revokeFamily')} onClose={onClose} />
    </>
  );
}
