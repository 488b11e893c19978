'use client';

import {
  cloneElement,
  lazy,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  Suspense,
  useState,
} from 'react';

export type PopoverLook = {
  /** Names the panel for eyes and screen readers. */
  title?: ReactNode;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** Width; default "w-72". */
  className?: string;
};

const loadPopup = async () => ({ default: (await import('./popover-popup')).PopoverPopup });
const PopoverPopup = lazy(loadPopup);
const preload = () => void loadPopup();

type TriggerProps = {
  onClick?: (event: MouseEvent<HTMLElement>) => void;
  onPointerEnter?: () => void;
  onFocus?: () => void;
  'aria-haspopup'?: 'dialog';
  'aria-expanded'?: boolean;
};

/** A small panel at a button: filters, explanations. Its code loads with the first opening. */
export function Popover({
  trigger,
  ...look
}: PopoverLook & { trigger: ReactElement<TriggerProps> }) {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const [needed, setNeeded] = useState(false);
  return (
    <>
      {cloneElement(trigger, {
        onClick: (event) => {
          setNeeded(true);
          setAnchor(anchor ? undefined : event.currentTarget);
        },
        onPointerEnter: preload,
        onFocus: preload,
        'aria-haspopup': 'dialog',
        'aria-expanded': anchor !== undefined,
      })}
      {needed && (
        <Suspense fallback={null}>
          <PopoverPopup {...look} anchor={anchor} onClose={() => setAnchor(undefined)} />
        </Suspense>
      )}
    </>
  );
}
