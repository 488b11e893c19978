'use client';

import {
  cloneElement,
  type KeyboardEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  useState,
} from 'react';
import { type Openable, onDemand } from './on-demand';

export type MenuEntry =
  | {
      label: string;
      icon?: ReactNode;
      /** Shown in red, for what ends or removes something. */
      danger?: boolean;
      /** Why it cannot be used; the entry stays, reads the reason, and does nothing. */
      disabledReason?: string | undefined;
      onSelect: () => void;
    }
  | { label: string; icon?: ReactNode; href: string }
  | { label: string; checked: boolean; onCheckedChange: (checked: boolean) => void }
  | { label: string; value: string; options: MenuOption[]; onValueChange: (value: string) => void }
  | 'separator';

export type MenuOption = { value: string; label: string; icon?: ReactNode };

export type MenuLook = {
  entries: MenuEntry[];
  side?: 'top' | 'bottom' | 'right';
  align?: 'start' | 'end';
  header?: ReactNode;
};

const MenuPopup = onDemand<MenuLook & Openable & { anchor: HTMLElement | undefined }>(
  async () => (await import('./menu-popup')).MenuPopup,
);

/** Fetches the menu's code ahead of the click; call it when the pointer or focus comes near. */
export const preloadMenu = MenuPopup.preload;

type TriggerProps = {
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  'aria-haspopup'?: 'menu';
  'aria-expanded'?: boolean;
};

/** A button with a menu. `trigger` is a `Button`, an `IconButton` or a plain button. */
export function Menu({ trigger, ...look }: MenuLook & { trigger: ReactElement<TriggerProps> }) {
  const [anchor, setAnchor] = useState<HTMLElement>();
  return (
    <>
      {cloneElement(trigger, {
        onClick: (event) => setAnchor(anchor ? undefined : event.currentTarget),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          setAnchor(event.currentTarget);
        },
        onPointerEnter: preloadMenu,
        onFocus: preloadMenu,
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== undefined,
      })}
      <SharedMenu {...look} anchor={anchor} onClose={() => setAnchor(undefined)} />
    </>
  );
}

/**
 * One menu for many plain buttons (rows of a table): open while `anchor` is set, at that element.
 * Its code loads with the first opening.
 */
export function SharedMenu({
  onClose,
  ...look
}: MenuLook & { anchor: HTMLElement | undefined; onClose: () => void }) {
  return (
    <MenuPopup
      {...look}
      open={look.anchor !== undefined}
      onOpenChange={(open) => !open && onClose()}
    />
  );
}
