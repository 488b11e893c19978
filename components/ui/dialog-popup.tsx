'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { classNames } from '@/components/class-names';
import type { DialogProps } from './dialog';
import { IconButton } from './icon-button';
import { scrimClass } from './scrim';

const widths = {
  small: 'sm:max-w-md',
  medium: 'sm:max-w-xl',
  large: 'sm:max-w-3xl',
} as const satisfies Record<NonNullable<DialogProps['size']>, string>;

/** The dialog itself, fetched when the first one opens; see `Dialog`. */
export function DialogPopup(props: DialogProps) {
  return (
    <BaseDialog.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={scrimClass} />
        <BaseDialog.Popup
          {...(props.initialFocus && { initialFocus: props.initialFocus })}
          className={classNames(
            'fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[92dvh] w-full flex-col rounded-t-xl bg-raised shadow-dialog outline-none',
            'transition-[opacity,translate] duration-150 data-[starting-style]:translate-y-2 data-[starting-style]:opacity-0 data-[ending-style]:translate-y-2 data-[ending-style]:opacity-0',
            'sm:top-[12vh] sm:bottom-auto sm:max-h-[80dvh] sm:rounded-xl',
            widths[props.size ?? 'medium'],
          )}
        >
          <header className="flex items-start gap-3 px-5 pt-4">
            <div className="min-w-0 flex-1 space-y-1">
              <BaseDialog.Title className="text-lg font-semibold">{props.title}</BaseDialog.Title>
              {props.description && (
                <BaseDialog.Description className="text-sm text-muted">
                  {props.description}
                </BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close
              render={<IconButton label="Close" icon={<X aria-hidden />} className="-mt-1 -mr-2" />}
            />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-3 pb-5">{props.children}</div>
          {props.footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {props.footer}
            </footer>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}

/** The drawer itself; see `Drawer`. */
export function DrawerPopup(props: DialogProps) {
  return (
    <BaseDialog.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={scrimClass} />
        <BaseDialog.Popup
          {...(props.initialFocus && { initialFocus: props.initialFocus })}
          className={classNames(
            'fixed inset-y-0 right-0 z-50 flex w-full flex-col bg-raised shadow-dialog outline-none',
            'transition-[opacity,translate] duration-150 data-[starting-style]:translate-x-6 data-[starting-style]:opacity-0 data-[ending-style]:translate-x-6 data-[ending-style]:opacity-0',
            props.size === 'large' ? 'sm:max-w-2xl' : 'sm:max-w-lg',
          )}
        >
          <header className="flex items-start gap-3 border-b border-line px-5 py-3">
            <div className="min-w-0 flex-1">
              <BaseDialog.Title className="text-lg font-semibold">{props.title}</BaseDialog.Title>
              {props.description && (
                <BaseDialog.Description className="text-sm text-muted">
                  {props.description}
                </BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close
              render={<IconButton label="Close" icon={<X aria-hidden />} className="-mr-2" />}
            />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{props.children}</div>
          {props.footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {props.footer}
            </footer>
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
