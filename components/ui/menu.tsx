'use client';

import {
  cloneElement,
  type KeyboardEvent,
  lazy,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react';

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

const loadPopup = async () => ({ default: (await import('./menu-popup')).MenuPopup });
const MenuPopup = lazy(loadPopup);

/** Fetches the menu's code ahead of the click; call it when the pointer or focus comes near. */
export function preloadMenu(): void {
  void loadPopup();
}

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
export function SharedMenu(
  props: MenuLook & { anchor: HTMLElement | undefined; onClose: () => void },
) {
  const [needed, setNeeded] = useState(false);
  if (props.anchor && !needed) setNeeded(true);
  if (!needed) return null;
  return (
    <Suspense fallback={null}>
      <MenuPopup {...props} />
    </Suspense>
  );
}
