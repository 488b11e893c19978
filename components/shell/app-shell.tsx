'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { Menu as MenuIcon, Search, X } from 'lucide-react';
import NextLink from 'next/link';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { paths } from '@/components/paths';
import { scrimClass } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { KeyboardKey } from '@/components/ui/keyboard-key';
import type { Command, SearchHit } from './command-palette';
import { Logo } from './logo';
import { type NavigationRights, usableEntries } from './navigation';
import { usePreferences } from './preferences';
import { type SecretHandler, SecretHandlerProvider, useSecretPaste } from './secret-paste';
import { ShortcutsDialog } from './shortcuts-dialog';
import { SideNavigation } from './side-navigation';
import { useShortcuts } from './use-shortcuts';
import { type ShellUser, UserMenu } from './user-menu';

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette')).CommandPalette,
}));

export type AppShellProps = {
  user: ShellUser;
  /** A server action. */
  signOut: () => Promise<void>;
  navigation?: NavigationRights;
  /** Extra palette entries. */
  commands?: Command[];
  /** A server action; called while typing in the palette, never with a secret. */
  onSearch?: (query: string) => Promise<SearchHit[]>;
  /** A secret was pasted on the page or into a search: open the match card (POST only). */
  onSecret?: SecretHandler;
  /** Above every page: an outage, an audit chain that does not hold. */
  banner?: ReactNode;
  children: ReactNode;
};

const noRights: NavigationRights = {};
const noCommands: Command[] = [];

/** The frame of the dashboard: navigation, palette, shortcuts, user menu, skip link. */
export function AppShell(props: AppShellProps) {
  const { navigation = noRights, commands = noCommands } = props;
  const { goToKeys } = usePreferences();
  const [paletteOpen, setPaletteOpen] = useState(false);
  const [keysOpen, setKeysOpen] = useState(false);
  const entries = useMemo(() => usableEntries(navigation), [navigation]);
  const palette = useMemo(
    () => [
      ...entries.map(({ icon: Icon, ...entry }) => ({
        id: `go-${entry.id}`,
        label: entry.label,
        hint: `g ${entry.key}`,
        section: 'Go to',
        icon: <Icon aria-hidden />,
        href: entry.href,
      })),
      ...commands,
    ],
    [entries, commands],
  );
  const openPalette = () => setPaletteOpen(true);
  const openKeys = () => setKeysOpen(true);
  useShortcuts({ lettersOn: goToKeys, entries, onPalette: openPalette, onHelp: openKeys });
  useSecretPaste(props.onSecret);
  const menu = <UserMenu user={props.user} signOut={props.signOut} onShowKeys={openKeys} />;

  return (
    <SecretHandlerProvider value={props.onSecret}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[14rem_minmax(0,1fr)]">
        <aside
          aria-label="Sidebar"
          className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-r border-line bg-sunken p-3 md:flex"
        >
          <NextLink
            prefetch={false}
            href={paths.overview()}
            aria-label="Keyward, overview"
            className="rounded-md px-1.5 pt-1"
          >
            <Logo />
          </NextLink>
          <PaletteButton onClick={openPalette} />
          <SideNavigation rights={navigation} />
          <div className="mt-auto">{menu}</div>
        </aside>
        <div className="flex min-w-0 flex-col">
          <TopBar navigation={navigation} onPalette={openPalette} menu={menu} />
          {props.banner}
          <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
            {props.children}
          </main>
        </div>
      </div>
      <ShortcutsDialog open={keysOpen} onOpenChange={setKeysOpen} entries={entries} />
      <Suspense fallback={null}>
        {paletteOpen && (
          <CommandPalette
            open
            onOpenChange={setPaletteOpen}
            commands={palette}
            onSearch={props.onSearch}
          />
        )}
      </Suspense>
    </SecretHandlerProvider>
  );
}

function PaletteButton(props: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={props.onClick}
      aria-keyshortcuts="Meta+K Control+K"
      className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm text-muted hover:border-line-strong hover:text-ink"
    >
      <Search aria-hidden size={14} />
      <span className="flex-1 text-left">Search</span>
      <KeyboardKey>⌘K</KeyboardKey>
    </button>
  );
}

function TopBar(props: { navigation: NavigationRights; onPalette: () => void; menu: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center justify-between gap-2 border-b border-line bg-sunken px-2 md:hidden">
      <BaseDialog.Root open={open} onOpenChange={(next) => setOpen(next)}>
        <BaseDialog.Trigger
          render={
            <IconButton
              label="Open navigation"
              icon={<MenuIcon aria-hidden />}
              className="size-9"
            />
          }
        />
        <BaseDialog.Portal>
          <BaseDialog.Backdrop className={scrimClass} />
          <BaseDialog.Popup className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col gap-4 bg-sunken p-3 shadow-dialog outline-none transition-[translate,opacity] duration-150 data-[ending-style]:-translate-x-4 data-[ending-style]:opacity-0 data-[starting-style]:-translate-x-4 data-[starting-style]:opacity-0">
            <div className="flex items-center justify-between pl-1.5">
              <BaseDialog.Title className="sr-only">Navigation</BaseDialog.Title>
              <Logo />
              <BaseDialog.Close render={<IconButton label="Close" icon={<X aria-hidden />} />} />
            </div>
            <SideNavigation rights={props.navigation} onNavigate={() => setOpen(false)} />
            <div className="mt-auto">{props.menu}</div>
          </BaseDialog.Popup>
        </BaseDialog.Portal>
      </BaseDialog.Root>
      <NextLink
        prefetch={false}
        href={paths.overview()}
        aria-label="Keyward, overview"
        className="rounded-md"
      >
        <Logo />
      </NextLink>
      <IconButton
        label="Search and commands"
        icon={<Search aria-hidden />}
        onClick={props.onPalette}
        className="size-9"
      />
    </header>
  );
}
