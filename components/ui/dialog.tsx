'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { classNames } from '@/components/class-names';
import { IconButton } from './icon-button';

export const scrimClass =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-[starting-style]:opacity-0 data-[ending-style]:opacity-0';

const widths = { small: 'sm:max-w-md', medium: 'sm:max-w-xl', large: 'sm:max-w-3xl' } as const;

export type DialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** A `Button` that opens it; leave out when `open` is controlled. */
  trigger?: ReactElement;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the foot; a form inside brings its own `FormActions` instead. */
  footer?: ReactNode;
  size?: keyof typeof widths;
  /** What gets focus first; default is the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
};

/** A modal dialog; on phones a sheet from the bottom. Children unmount when it closes. */
export function Dialog(props: DialogProps) {
  return (
    <BaseDialog.Root
      {...(props.open !== undefined && { open: props.open })}
      onOpenChange={(open) => props.onOpenChange?.(open)}
    >
      {props.trigger && <BaseDialog.Trigger render={props.trigger} />}
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

/** A panel from the right for details beside a list; full width on phones. */
export function Drawer(props: DialogProps) {
  return (
    <BaseDialog.Root
      {...(props.open !== undefined && { open: props.open })}
      onOpenChange={(open) => props.onOpenChange?.(open)}
    >
      {props.trigger && <BaseDialog.Trigger render={props.trigger} />}
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

/** Closes the enclosing `Dialog` or `Drawer`: `<DialogClose render={<Button>Cancel</Button>} />`. */
export function DialogClose(props: { render: ReactElement }) {
  return <BaseDialog.Close render={props.render} />;
}
