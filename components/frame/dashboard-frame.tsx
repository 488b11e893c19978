'use client';

import { type ReactNode, useState } from 'react';
import { AskingForProof } from '@/components/factors/asking-for-proof';
import type { Proving } from '@/components/factors/proving';
import { AppShell, type AppShellProps } from '@/components/shell/app-shell';
import type { HitAct } from '@/components/shell/search-hits';
import { onDemand } from '@/components/ui/on-demand';
import type { PaletteActProps } from './palette-act';
import type { SecretDialogProps } from './secret-dialog';

const SecretDialog = onDemand<SecretDialogProps>(
  async () => (await import('./secret-dialog')).SecretDialog,
);

const PaletteAct = onDemand<PaletteActProps>(
  async () => (await import('./palette-act')).PaletteAct,
);

/** The shell of every page for who is signed in; a pasted secret opens its match card. */
export function DashboardFrame(
  props: Pick<AppShellProps, 'user' | 'signOut' | 'counts' | 'banner'> & {
    navigation: NonNullable<AppShellProps['navigation']>;
    proving: Proving;
    children: ReactNode;
  },
) {
  // In memory while the dialog is open, never in the document.
  const [secret, setSecret] = useState<string | null>(null);
  const [act, setAct] = useState<HitAct | null>(null);
  return (
    <AppShell {...props} onSecret={setSecret} onAct={setAct}>
      {props.children}
      <AskingForProof proving={props.proving} />
      <PaletteAct open={act !== null} onOpenChange={(open) => !open && setAct(null)} act={act} />
      {secret && (
        <SecretDialog
          key={secret}
          open
          onOpenChange={(open) => !open && setSecret(null)}
          secret={secret}
        />
      )}
    </AppShell>
  );
}
