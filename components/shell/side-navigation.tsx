'use client';

import NextLink from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '@/components/class-names';
import {
  isCurrent,
  type NavigationCounts,
  type NavigationRights,
  navigationEntries,
} from './navigation';
import { NewCount } from './new-count';

/** The sections. One out of the reader's rights is hidden, or stays with its reason. */
export function SideNavigation(props: {
  rights: NavigationRights;
  counts: NavigationCounts;
  onNavigate?: () => void;
}) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main">
      <ul className="flex flex-col gap-0.5">
        {navigationEntries.map((entry) => {
          const right = props.rights[entry.id];
          if (right && 'hidden' in right) return null;
          const current = isCurrent(entry.href, pathname);
          const Icon = entry.icon;
          const look = classNames(
            'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-sm max-md:h-10',
            right
              ? 'text-faint'
              : current
                ? 'bg-accent-soft font-medium text-accent-text'
                : 'text-muted',
          );
          return (
            <li key={entry.id} className={entry.id === 'respond' ? 'mt-3' : undefined}>
              {right ? (
                // biome-ignore lint/a11y/useSemanticElements: an anchor without address has no role
                <span
                  role="link"
                  aria-disabled="true"
                  aria-description={right.disabledReason}
                  data-tooltip={right.disabledReason}
                  data-tooltip-visual=""
                  tabIndex={0}
                  className={look}
                >
                  <Icon aria-hidden size={16} />
                  {entry.label}
                </span>
              ) : (
                <NextLink
                  href={entry.href}
                  prefetch={false}
                  onClick={props.onNavigate}
                  aria-current={current ? 'page' : undefined}
                  className={classNames(look, !current && 'hover:bg-hover hover:text-ink')}
                >
                  <Icon aria-hidden size={16} />
                  {entry.label}
                  <NewCount
                    count={props.counts[entry.id] ?? 0}
                    word={entry.counts}
                    className="ml-auto"
                  />
                </NextLink>
              )}
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
