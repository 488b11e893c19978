'use client';

import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { IncidentActions } from '@/components/respond/token-match';
import { AppShell, type AppShellProps } from '@/components/shell/app-shell';

const SecretDialog = lazy(async () => ({
  default: (await import('./secret-dialog')).SecretDialog,
}));

/** The shell of every page for who is signed in; a pasted secret opens its match card. */
export function DashboardFrame(
  props: Pick<AppShellProps, 'user' | 'signOut'> & {
    navigation: NonNullable<AppShellProps['navigation']>;
    onSearch: NonNullable<AppShellProps['onSearch']>;
    incident: IncidentActions;
    children: ReactNode;
  },
) {
  const { incident, ...shell } = props;
  // In memory while the dialog is open, never in the document.
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <AppShell {...shell} onSecret={setSecret}>
      {props.children}
      <Suspense fallback={null}>
        {secret && (
          <SecretDialog
            key={secret}
            secret={secret}
            actions={incident}
            onClose={() => setSecret(null)}
          />
        )}
      </Suspense>
    </AppShell>
  );
}
