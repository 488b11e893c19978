import {
  Bell,
  Boxes,
  ClipboardCheck,
  Gauge,
  Inbox,
  KeyRound,
  type LucideIcon,
  ScrollText,
  Settings,
  Siren,
  UserRound,
  UsersRound,
} from 'lucide-react';
import { paths } from '@/components/paths';

export type NavigationId =
  | 'overview'
  | 'tokens'
  | 'groups'
  | 'apis'
  | 'people'
  | 'audit'
  | 'respond'
  | 'requests'
  | 'reviews'
  | 'notices'
  | 'settings';

export type NavigationEntry = {
  id: NavigationId;
  label: string;
  href: string;
  icon: LucideIcon;
  /** Pressed after `g`. */
  key: string;
  /** What is counted beside it. */
  counts?: 'new' | 'waiting';
};

/** How much is new or waits in a section, counted beside its name. */
export type NavigationCounts = Partial<Record<NavigationId, number>>;

/** Hides an entry, or keeps it with the reason why it cannot be used. */
export type NavigationRights = Partial<
  Record<NavigationId, { hidden: true } | { disabledReason: string }>
>;

export const navigationEntries: NavigationEntry[] = [
  { id: 'overview', label: 'Overview', href: paths.overview(), icon: Gauge, key: 'o' },
  { id: 'tokens', label: 'Tokens', href: paths.tokens(), icon: KeyRound, key: 't' },
  { id: 'groups', label: 'Groups', href: paths.groups(), icon: UsersRound, key: 'g' },
  { id: 'apis', label: 'APIs', href: paths.apis(), icon: Boxes, key: 'i' },
  { id: 'people', label: 'People', href: paths.people(), icon: UserRound, key: 'p' },
  { id: 'audit', label: 'Audit', href: paths.audit(), icon: ScrollText, key: 'a' },
  { id: 'respond', label: 'Respond', href: paths.respond(), icon: Siren, key: 'r' },
  {
    id: 'requests',
    label: 'Requests',
    href: paths.requests(),
    icon: Inbox,
    key: 'q',
    counts: 'waiting',
  },
  {
    id: 'reviews',
    label: 'Reviews',
    href: paths.reviews(),
    icon: ClipboardCheck,
    key: 'v',
    counts: 'waiting',
  },
  { id: 'notices', label: 'Notices', href: paths.notices(), icon: Bell, key: 'n' },
  { id: 'settings', label: 'Settings', href: paths.settings(), icon: Settings, key: 's' },
];

/** Whether `pathname` lies within the entry's part of the dashboard. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
}

/** The entries this reader may follow by key or palette. */
export function usableEntries(rights: NavigationRights): NavigationEntry[] {
  return navigationEntries.filter((entry) => rights[entry.id] === undefined);
}
