'use client';

import { ChevronsUpDown, Keyboard, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useTransition } from 'react';
import { paths } from '@/components/paths';
import { usePreferences } from '@/components/preferences/preferences';
import { Menu } from '@/components/ui/menu';

export type ShellUser = { name: string; email?: string | undefined; role: string };

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

/** Who is signed in, with theme, shortcuts and sign-out. */
export function UserMenu(props: {
  user: ShellUser;
  signOut: () => Promise<void>;
  onShowKeys: () => void;
}) {
  const { user } = props;
  const { theme, change } = usePreferences();
  const [pending, startTransition] = useTransition();
  return (
    <Menu
      side="top"
      align="start"
      header={
        <div className="mb-1 border-b border-line px-3.5 pt-1 pb-2 text-sm">
          <div className="font-medium">{user.name}</div>
          {user.email && <div className="text-muted">{user.email}</div>}
        </div>
      }
      trigger={
        <button
          type="button"
          aria-label={`Account: ${user.name}`}
          className="flex w-full min-w-0 items-center gap-2.5 rounded-md p-1.5 text-left hover:bg-hover"
        >
          <span
            aria-hidden
            className="grid size-7 shrink-0 place-items-center rounded-full border border-line bg-surface text-xs font-medium"
          >
            {initials(user.name)}
          </span>
          <span className="min-w-0 flex-1 text-sm leading-4">
            <span className="block truncate font-medium">{user.name}</span>
            <span className="block truncate text-xs text-muted">{user.role}</span>
          </span>
          <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-muted" />
        </button>
      }
      entries={[
        {
          label: 'Your profile',
          icon: <UserRound aria-hidden />,
          href: paths.profile(),
        },
        {
          label: 'Theme',
          value: theme,
          options: [
            { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
            { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
            { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
          ],
          onValueChange: (value) =>
            change({ theme: value === 'light' || value === 'dark' ? value : 'system' }),
        },
        'separator',
        { label: 'Keyboard shortcuts', icon: <Keyboard aria-hidden />, onSelect: props.onShowKeys },
        {
          label: pending ? 'Signing out' : 'Sign out',
          icon: <LogOut aria-hidden />,
          onSelect: () => startTransition(() => props.signOut()),
        },
      ]}
    />
  );
}
