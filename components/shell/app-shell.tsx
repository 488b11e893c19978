'use client';

import { Bell, Menu as MenuIcon, Search, Siren } from 'lucide-react';
import NextLink from 'next/link';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { paths } from '@/components/paths';
import { usePreferences } from '@/components/preferences/preferences';
import {
  type SecretHandler,
  SecretHandlerProvider,
  useSecretPaste,
} from '@/components/secret-paste/secret-paste';
import { preloadDialog } from '@/components/ui/dialog';
import { IconButton } from '@/components/ui/icon-button';
import { KeyboardKey } from '@/components/ui/keyboard-key';
import { onDemand } from '@/components/ui/on-demand';
import { useFirstInteraction } from '@/components/ui/use-first-interaction';
import type { Command, CommandPaletteProps } from './command-palette';
import { FocusKeeper } from './focus-keeper';
import { Logo } from './logo';
import type { MobileNavigationProps } from './mobile-navigation';
import { type NavigationCounts, type NavigationRights, usableEntries } from './navigation';
import { NewCount } from './new-count';
import { NotReached } from './not-reached';
import type { HitAct } from './search-hits';
import { ShortcutsDialog } from './shortcuts-dialog';
import { SideNavigation } from './side-navigation';
import { useShortcuts } from './use-shortcuts';
import { type ShellUser, UserMenu } from './user-menu';

const CommandPalette = onDemand<CommandPaletteProps>(
  async () => (await import('./command-palette')).CommandPalette,
);
const MobileNavigation = onDemand<MobileNavigationProps>(
  async () => (await import('./mobile-navigation')).MobileNavigation,
);

export type AppShellProps = {
  user: ShellUser;
  /** A server action. */
  signOut: () => Promise<void>;
  navigation?: NavigationRights;
  counts?: NavigationCounts;
  /** Extra palette entries. */
  commands?: Command[];
  /** A secret was pasted on the page or into a search: open the match card (POST only). */
  onSecret?: SecretHandler;
  /** Does at once what a hit of the palette is for. */
  onAct: (act: HitAct) => void;
  /** Above every page: an outage, an audit chain that does not hold. */
  banner?: ReactNode;
  children: ReactNode;
};

/** Safari has no idle callbacks. */
const whenIdle = (act: () => void) =>
  'requestIdleCallback' in window ? requestIdleCallback(act) : setTimeout(act, 1_000);

const noRights: NavigationRights = {};
const noCounts: NavigationCounts = {};
const noCommands: Command[] = [];

/** The frame of the dashboard: navigation, palette, shortcuts, user menu, skip link. */
export function AppShell(props: AppShellProps) {
  const { navigation = noRights, counts = noCounts, commands = noCommands } = props;
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
  useFirstInteraction(preloadDialog);
  // Once the page is used, and stands still: what is read ahead must not hold up the page.
  useFirstInteraction(() => whenIdle(CommandPalette.preload));
  const menu = <UserMenu user={props.user} signOut={props.signOut} onShowKeys={openKeys} />;

  return (
    <SecretHandlerProvider value={props.onSecret}>
      <a
        href="#main"
        className="fixed top-2 left-2 z-60 -translate-y-20 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="min-h-dvh md:grid md:grid-cols-[14rem_minmax(0,1fr)] print:block">
        <aside
          aria-label="Sidebar"
          className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-r border-line bg-sunken p-3 md:flex print:hidden"
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
          <SideNavigation rights={navigation} counts={counts} />
          <div className="mt-auto">{menu}</div>
        </aside>
        <div className="flex min-w-0 flex-col">
          <TopBar navigation={navigation} counts={counts} onPalette={openPalette} menu={menu} />
          <NotReached />
          <FocusKeeper />
          {props.banner}
          <main id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
            {props.children}
          </main>
        </div>
      </div>
      <ShortcutsDialog open={keysOpen} onOpenChange={setKeysOpen} entries={entries} />
      <CommandPalette
        open={paletteOpen}
        onOpenChange={setPaletteOpen}
        commands={palette}
        onAct={props.onAct}
      />
    </SecretHandlerProvider>
  );
}

function PaletteButton(props: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={props.onClick}
      onPointerEnter={CommandPalette.preload}
      onFocus={CommandPalette.preload}
      aria-keyshortcuts="Meta+K Control+K"
      className="flex h-8 items-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm text-muted hover:border-line-strong hover:text-ink"
    >
      <Search aria-hidden size={14} />
      <span className="flex-1 text-left">Search</span>
      <KeyboardKey>⌘K</KeyboardKey>
    </button>
  );
}

function TopBar(props: {
  navigation: NavigationRights;
  counts: NavigationCounts;
  onPalette: () => void;
  menu: ReactNode;
}) {
  const news = props.counts.notices ?? 0;
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center justify-between gap-2 border-b border-line bg-sunken px-2 md:hidden print:hidden">
      <IconButton
        ref={opener}
        label="Open navigation"
        icon={<MenuIcon aria-hidden />}
        onClick={() => setOpen(true)}
        onFocus={MobileNavigation.preload}
        aria-haspopup="dialog"
        aria-expanded={open}
        className="size-9"
      />
      <MobileNavigation
        open={open}
        onOpenChange={setOpen}
        opener={opener}
        rights={props.navigation}
        counts={props.counts}
        menu={props.menu}
      />
      <NextLink
        prefetch={false}
        href={paths.overview()}
        aria-label="Keyward, overview"
        className="inline-flex rounded-md"
      >
        <Logo />
      </NextLink>
      <div className="flex items-center">
        <NextLink
          prefetch={false}
          href={paths.respond()}
          aria-label="Respond to an incident"
          className="grid size-9 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <Siren aria-hidden size={16} />
        </NextLink>
        <NextLink
          prefetch={false}
          href={paths.notices()}
          aria-label={news === 0 ? 'Notices' : `Notices, ${news} new`}
          className="relative grid size-9 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink"
        >
          <Bell aria-hidden size={16} />
          <span aria-hidden className="absolute -top-0.5 left-5 flex">
            <NewCount count={news} />
          </span>
        </NextLink>
        <IconButton
          label="Search and commands"
          icon={<Search aria-hidden />}
          onClick={props.onPalette}
          className="size-9"
        />
      </div>
    </header>
  );
}
