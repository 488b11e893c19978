'use client';

import { Popover as BasePopover } from '@base-ui/react/popover';
import type { Openable } from './on-demand';
import type { PopoverLook } from './popover';
import { useLingering } from './use-lingering';

/** The panel itself, loaded when the first one opens; see `Popover`. */
export function PopoverPopup(props: PopoverLook & Openable & { anchor: HTMLElement | undefined }) {
  const { anchor } = props;
  const last = useLingering(anchor);
  return (
    <BasePopover.Root
      open={props.open}
      onOpenChange={(next, details) => {
        const { target } = details.event;
        // A press on the anchor is followed by its click, which closes by itself.
        if (target instanceof Node && anchor?.contains(target)) details.cancel();
        else if (!next) props.onOpenChange(false);
      }}
    >
      <BasePopover.Portal>
        <BasePopover.Positioner
          className="z-50"
          sideOffset={4}
          align={props.align ?? 'start'}
          collisionPadding={8}
          anchor={last ?? null}
        >
          <BasePopover.Popup
            finalFocus={{ current: last ?? null }}
            className={`popup max-w-[calc(100vw-1rem)] p-3 text-sm ${props.className ?? 'w-72'}`}
          >
            {props.title && (
              <BasePopover.Title className="mb-2 text-sm font-medium">
                {props.title}
              </BasePopover.Title>
            )}
            {props.children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
