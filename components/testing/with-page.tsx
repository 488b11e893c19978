import {
  AppRouterContext,
  type AppRouterInstance,
} from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { NuqsTestingAdapter, type OnUrlUpdateFunction } from 'nuqs/adapters/testing';
import type { ReactNode } from 'react';
import { PreferencesProvider } from '@/components/preferences/preferences';
import { defaultPreferences } from '@/components/preferences/preferences-cookie';
import { ToastProvider } from '@/components/ui/toast';

const nothing = () => undefined;

/** What Next and the root layout give a component: for tests that render one of a page. */
export function WithPage(props: {
  children: ReactNode;
  /** Called instead of reading the page anew. */
  onRefresh?: () => void;
  search?: string;
  onUrlUpdate?: OnUrlUpdateFunction;
}) {
  const router = {
    ...{ back: nothing, forward: nothing, push: nothing, replace: nothing, prefetch: nothing },
    ...{ refresh: props.onRefresh ?? nothing, bfcacheId: '' },
  } satisfies AppRouterInstance;
  return (
    <AppRouterContext.Provider value={router}>
      <NuqsTestingAdapter
        searchParams={props.search ?? ''}
        hasMemory
        {...(props.onUrlUpdate && { onUrlUpdate: props.onUrlUpdate })}
      >
        <PreferencesProvider initial={defaultPreferences}>
          <ToastProvider>{props.children}</ToastProvider>
        </PreferencesProvider>
      </NuqsTestingAdapter>
    </AppRouterContext.Provider>
  );
}
