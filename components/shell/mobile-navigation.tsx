'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import type { Openable } from '@/components/ui/on-demand';
import { scrimClass } from '@/components/ui/scrim';
import { Logo } from './logo';
import type { NavigationCounts, NavigationRights } from './navigation';
import { SideNavigation } from './side-navigation';

export type MobileNavigationProps = Openable & {
  /** Gets the focus back. */
  opener: RefObject<HTMLElement | null>;
  rights: NavigationRights;
  counts: NavigationCounts;
  menu: ReactNode;
};

/** The navigation of narrow screens, from the left, fetched when it first opens. */
export function MobileNavigation(props: MobileNavigationProps) {
  return (
    <BaseDialog.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={scrimClass} />
        <BaseDialog.Popup
          finalFocus={props.opener}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col gap-4 bg-sunken p-3 shadow-dialog outline-none transition-[translate,opacity] duration-150 data-[ending-style]:-translate-x-4 data-[ending-style]:opacity-0 data-[starting-style]:-translate-x-4 data-[starting-style]:opacity-0"
        >
          <div className="flex items-center justify-between pl-1.5">
            <BaseDialog.Title className="sr-only">Navigation</BaseDialog.Title>
            <Logo />
            <BaseDialog.Close render={<IconButton label="Close" icon={<X aria-hidden />} />} />
          </div>
          <SideNavigation
            rights={props.rights}
            counts={props.counts}
            onNavigate={() => props.onOpenChange(false)}
          />
          <div className="mt-auto">{props.menu}</div>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
