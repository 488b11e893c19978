'use client';

import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import NextLink from 'next/link';
import { Fragment } from 'react';
import { classNames } from '@/components/class-names';
import type { MenuEntry, MenuLook } from './menu';
import type { Openable } from './on-demand';
import { useLingering } from './use-lingering';

const slot = 'grid size-4 shrink-0 place-items-center text-muted [&>svg]:size-[15px]';

function MenuRow({ entry }: { entry: Exclude<MenuEntry, 'separator'> }) {
  if ('href' in entry) {
    return (
      <BaseMenu.Item
        className="menu-item"
        render={<NextLink href={entry.href} prefetch={false} />}
        closeOnClick
      >
        {entry.icon && <span className={slot}>{entry.icon}</span>}
        {entry.label}
      </BaseMenu.Item>
    );
  }
  if ('checked' in entry) {
    return (
      <BaseMenu.CheckboxItem
        className="menu-item"
        checked={entry.checked}
        onCheckedChange={entry.onCheckedChange}
      >
        <span className={slot}>{entry.checked && <Check aria-hidden />}</span>
        {entry.label}
      </BaseMenu.CheckboxItem>
    );
  }
  if ('options' in entry) {
    return (
      <BaseMenu.Group>
        <BaseMenu.GroupLabel className="px-3.5 pt-1.5 pb-0.5 text-xs text-muted">
          {entry.label}
        </BaseMenu.GroupLabel>
        <BaseMenu.RadioGroup value={entry.value} onValueChange={entry.onValueChange}>
          {entry.options.map((option) => (
            <BaseMenu.RadioItem key={option.value} value={option.value} className="menu-item">
              <span className={slot}>{option.icon}</span>
              <span className="flex-1">{option.label}</span>
              {option.value === entry.value && <Check aria-hidden size={15} />}
            </BaseMenu.RadioItem>
          ))}
        </BaseMenu.RadioGroup>
      </BaseMenu.Group>
    );
  }
  const blocked = Boolean(entry.disabledReason);
  return (
    <BaseMenu.Item
      className={classNames(
        'menu-item',
        blocked ? 'text-faint' : entry.danger && 'text-danger [&_svg]:text-danger',
      )}
      aria-disabled={blocked || undefined}
      closeOnClick={!blocked}
      onClick={() => {
        if (!blocked) entry.onSelect();
      }}
    >
      {entry.icon && <span className={slot}>{entry.icon}</span>}
      <span className="min-w-0">
        {entry.label}
        {entry.disabledReason && (
          <span className="block max-w-56 text-xs text-muted">{entry.disabledReason}</span>
        )}
      </span>
    </BaseMenu.Item>
  );
}

function Popup(props: MenuLook & { anchor: HTMLElement | undefined }) {
  const container = landmarkOf(props.anchor);
  return (
    <BaseMenu.Portal {...(container && { container })}>
      <BaseMenu.Positioner
        className="z-50 outline-none"
        sideOffset={4}
        side={props.side ?? 'bottom'}
        align={props.align ?? 'end'}
        {...(props.anchor && { anchor: props.anchor })}
      >
        <BaseMenu.Popup
          className="popup max-h-(--available-height) min-w-44 overflow-y-auto py-1"
          finalFocus={{ current: props.anchor ?? null }}
        >
          {props.header}
          {props.entries.map((entry, index) => (
            <Fragment key={entry === 'separator' ? `separator-${index}` : entry.label}>
              {entry === 'separator' ? (
                <BaseMenu.Separator className="my-1 h-px bg-line" />
              ) : (
                <MenuRow entry={entry} />
              )}
            </Fragment>
          ))}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  );
}

/** The menu itself, loaded when the first one opens; see `Menu` and `SharedMenu`. */
export function MenuPopup(props: MenuLook & Openable & { anchor: HTMLElement | undefined }) {
  const { anchor, open, onOpenChange, ...look } = props;
  // While it closes, the menu stays where it was and gives focus back there.
  const last = useLingering(anchor);
  return (
    <BaseMenu.Root
      open={open}
      onOpenChange={(next, details) => {
        const { target } = details.event;
        // A press on the anchor is followed by its click, which closes by itself.
        if (target instanceof Node && anchor?.contains(target)) details.cancel();
        else if (!next) onOpenChange(false);
      }}
    >
      <Popup {...look} anchor={last} />
    </BaseMenu.Root>
  );
}

/** Where a popup opened at `anchor` belongs: its dialog, or else the page's `main`. */
function landmarkOf(anchor: Element | null | undefined): HTMLElement | null {
  return (
    anchor?.closest<HTMLElement>('[role=dialog], [role=alertdialog]') ??
    anchor?.ownerDocument.querySelector<HTMLElement>('main') ??
    null
  );
}
