'use client';

import { cloneElement, type MouseEvent, type ReactElement, type ReactNode, useState } from 'react';
import { type Openable, onDemand } from './on-demand';

export type PopoverLook = {
  /** Names the panel for eyes and screen readers. */
  title?: ReactNode;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** Width; default "w-72". */
  className?: string;
};

const PopoverPopup = onDemand<PopoverLook & Openable & { anchor: HTMLElement | undefined }>(
  async () => (await import('./popover-popup')).PopoverPopup,
);

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
  return (
    <>
      {cloneElement(trigger, {
        onClick: (event) => setAnchor(anchor ? undefined : event.currentTarget),
        onPointerEnter: PopoverPopup.preload,
        onFocus: PopoverPopup.preload,
        'aria-haspopup': 'dialog',
        'aria-expanded': anchor !== undefined,
      })}
      <PopoverPopup
        {...look}
        anchor={anchor}
        open={anchor !== undefined}
        onOpenChange={(open) => !open && setAnchor(undefined)}
      />
    </>
  );
}
