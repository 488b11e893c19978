'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import type { ReactNode } from 'react';
import { PreferencesProvider } from '@/components/preferences/preferences';
import type { Preferences } from '@/components/preferences/preferences-cookie';
import { ClockProvider } from '@/components/ui/clock';
import { PageBehaviours } from '@/components/ui/page-behaviours';
import { ToastProvider } from '@/components/ui/toast';

/** Everything a page may count on: preferences, clock, URL state, toasts, tooltips, copy buttons. */
export function RootProviders(props: {
  preferences: Preferences;
  renderedAtMs: number;
  children: ReactNode;
}) {
  return (
    <CSPProvider disableStyleElements>
      <NuqsAdapter>
        <PreferencesProvider initial={props.preferences}>
          <ClockProvider renderedAtMs={props.renderedAtMs}>
            <ToastProvider>{props.children}</ToastProvider>
            <PageBehaviours />
          </ClockProvider>
        </PreferencesProvider>
      </NuqsAdapter>
    </CSPProvider>
  );
}
