import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { dashboardBuild } from '@/app/server/version';
import {
  parsePreferences,
  preferencesCookieName,
} from '@/components/preferences/preferences-cookie';
import { RootProviders } from '@/components/shell/root-providers';

export const metadata: Metadata = {
  title: { default: 'Keyward', template: '%s · Keyward' },
  description: 'API tokens are keys. User groups decide what the keys can open.',
  referrer: 'same-origin',
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { colorScheme: 'light dark' };

// Reading the cookie also makes every page dynamic, which the CSP nonce needs.
export default async function RootLayout(props: { children: ReactNode }) {
  const cookie = (await cookies()).get(preferencesCookieName)?.value;
  const preferences = parsePreferences(cookie);
  return (
    <html
      lang="en"
      data-theme={preferences.theme}
      data-density={preferences.density}
      data-build={dashboardBuild()}
    >
      <body>
        <RootProviders preferences={preferences} renderedAtMs={Date.now()}>
          {props.children}
        </RootProviders>
      </body>
    </html>
  );
}
