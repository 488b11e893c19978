'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { defaultPreferences, type Preferences, serializePreferences } from './preferences-cookie';

type PreferencesContextValue = Preferences & { change: (part: Partial<Preferences>) => void };

const PreferencesContext = createContext<PreferencesContextValue>({
  ...defaultPreferences,
  change: () => {
    throw new Error('PreferencesProvider is missing above this component');
  },
});

/** Holds the reader's preferences and writes them to the cookie and to `<html data-…>`. */
export function PreferencesProvider(props: { initial: Preferences; children: ReactNode }) {
  const [preferences, setPreferences] = useState(props.initial);
  const change = useCallback(
    (part: Partial<Preferences>) => {
      const next = { ...preferences, ...part };
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API needs a secure context
      document.cookie = serializePreferences(next, window.location.protocol === 'https:');
      document.documentElement.dataset.theme = next.theme;
      document.documentElement.dataset.density = next.density;
      setPreferences(next);
    },
    [preferences],
  );
  const value = useMemo(() => ({ ...preferences, change }), [preferences, change]);
  return <PreferencesContext.Provider value={value}>{props.children}</PreferencesContext.Provider>;
}

/** The reader's preferences, and `change({ theme: 'dark' })` to set some of them. */
export function usePreferences(): PreferencesContextValue {
  return useContext(PreferencesContext);
}
