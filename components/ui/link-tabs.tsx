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
  /** Too many for a row: wide screens have them in a column, beside what they lead to. */
  beside?: true;
  hrefOf: (tab: string | undefined) => string;
}) {
  return (
    <TabScroller label={props.label} current={props.current} beside={props.beside}>
      <ul className={classNames('flex gap-1', props.beside && 'xl:flex-col xl:gap-0.5')}>
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
                  props.beside && 'xl:mb-0 xl:h-8 xl:rounded-md xl:border-b-0',
                  props.beside && (selected ? 'xl:bg-accent-soft' : 'xl:hover:bg-hover'),
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
