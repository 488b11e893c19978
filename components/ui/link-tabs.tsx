import NextLink from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/class-names';
import { formatNumber } from '@/components/format/format';
import { TabScroller } from './tab-scroller';

type LinkTab = {
  id: string;
  label: ReactNode;
  count?: number | undefined;
  /** Where it is a page of its own. */
  href?: string;
};

/**
 * Tabs that are links (`?tab=members`), so each has an address and works without script. The first
 * is what the page shows by itself: `hrefOf` gets undefined for it.
 */
export function LinkTabs(props: {
  label: string;
  tabs: readonly LinkTab[];
  current: string;
  hrefOf: (tab: string | undefined) => string;
}) {
  return (
    <TabScroller label={props.label} current={props.current}>
      <ul className="flex gap-1">
        {props.tabs.map((tab, index) => {
          const selected = tab.id === props.current;
          return (
            <li key={tab.id}>
              <NextLink
                href={tab.href ?? props.hrefOf(index === 0 ? undefined : tab.id)}
                scroll={false}
                prefetch={false}
                aria-current={selected ? 'page' : undefined}
                className={classNames(
                  '-mb-px flex h-9 items-center gap-1.5 rounded-t-md border-b-2 px-2.5 text-sm whitespace-nowrap -outline-offset-2!',
                  selected
                    ? 'border-accent font-medium text-ink'
                    : 'border-transparent text-muted hover:text-ink',
                )}
              >
                {tab.label}
                {tab.count !== undefined && (
                  <span className="rounded-sm bg-sunken px-1 text-xs text-muted">
                    {formatNumber(tab.count)}
                  </span>
                )}
              </NextLink>
            </li>
          );
        })}
      </ul>
    </TabScroller>
  );
}
