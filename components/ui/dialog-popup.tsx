'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type SyntheticEvent, useEffect, useRef, useState } from 'react';
import { classNames } from '@/components/class-names';
import { Button } from './button';
import type { DialogProps } from './dialog';
import { IconButton } from './icon-button';
import { scrimClass } from './scrim';

const widths = {
  small: 'sm:max-w-md',
  medium: 'sm:max-w-xl',
  large: 'sm:max-w-3xl',
} as const satisfies Record<NonNullable<DialogProps['size']>, string>;

interface Frame {
  readonly popup: string;
  readonly header: string;
  readonly heading: string;
  readonly close: string;
  readonly body: string;
}

const dialogFrame: Frame = {
  popup: classNames(
    'fixed inset-x-0 bottom-0 z-50 mx-auto flex max-h-[92dvh] w-full flex-col rounded-t-xl bg-raised shadow-dialog outline-none',
    'transition-[opacity,translate] duration-150 data-[starting-style]:translate-y-2 data-[starting-style]:opacity-0 data-[ending-style]:translate-y-2 data-[ending-style]:opacity-0',
    'sm:top-[12vh] sm:bottom-auto sm:max-h-[80dvh] sm:rounded-xl',
  ),
  header: 'px-5 pt-4',
  heading: 'space-y-1',
  close: '-mt-1 -mr-2',
  body: 'px-5 pt-3 pb-5',
};

const drawerFrame: Frame = {
  popup: classNames(
    'fixed inset-y-0 right-0 z-50 flex w-full flex-col bg-raised shadow-dialog outline-none',
    'transition-[opacity,translate] duration-150 data-[starting-style]:translate-x-6 data-[starting-style]:opacity-0 data-[ending-style]:translate-x-6 data-[ending-style]:opacity-0',
  ),
  header: 'border-b border-line px-5 py-3',
  heading: '',
  close: '-mr-2',
  body: 'px-5 py-4',
};

/** The dialog itself, fetched when the first one opens; see `Dialog`. */
export const DialogPopup = (props: DialogProps) => (
  <Overlay {...props} frame={dialogFrame} width={widths[props.size ?? 'medium']} />
);

/** The drawer itself; see `Drawer`. */
export const DrawerPopup = (props: DialogProps) => (
  <Overlay
    {...props}
    frame={drawerFrame}
    width={props.size === 'large' ? 'sm:max-w-2xl' : 'sm:max-w-lg'}
  />
);

/** What is chosen by a click, wherever it is drawn; a search is not worth keeping. */
const CHOICES = '[role=option], [role=radio], [role=checkbox], [role=switch]';
const isSearch = (target: EventTarget) =>
  target instanceof Element && target.matches('[type=search], [role=searchbox]');

/** Whether something was typed or picked in here, for handlers of the whole dialog. */
function useTouched() {
  const touched = useRef(false);
  return {
    touched,
    handlers: {
      onInput: ({ target }: SyntheticEvent) => {
        if (!isSearch(target)) touched.current = true;
      },
      onClick: ({ target }: SyntheticEvent) => {
        if (target instanceof Element && target.closest(CHOICES)) touched.current = true;
      },
    },
  };
}

/** Asks before Escape, or a click beside the dialog, throws away what was typed or picked. */
function DiscardQuestion(props: { onKeep: () => void; onDiscard: () => void }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    keep.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center justify-end gap-2 border-t border-warn-line bg-warn-soft px-5 py-3 text-sm sm:rounded-b-xl"
    >
      <p className="min-w-0 flex-1 basis-28 font-medium">Discard what you entered?</p>
      <Button ref={keep} onClick={props.onKeep}>
        Keep editing
      </Button>
      <Button variant="danger" onClick={props.onDiscard}>
        Discard
      </Button>
    </div>
  );
}

/** Where one begins to type; by touch not, as its keyboard would cover half of the dialog. */
function firstField(popup: HTMLElement | null, how: string): HTMLElement | boolean {
  const fields = 'input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea';
  const field = how === 'touch' ? null : popup?.querySelector<HTMLElement>(fields);
  return field ?? true;
}

const BY_ACCIDENT: ReadonlySet<string> = new Set(['escape-key', 'outside-press', 'focus-out']);

function Overlay(props: DialogProps & { frame: Frame; width: string }) {
  const { frame } = props;
  const popup = useRef<HTMLDivElement>(null);
  const { touched, handlers } = useTouched();
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (props.open) return;
    touched.current = false;
    setAsking(false);
  }, [props.open, touched]);
  function change(open: boolean, { reason }: { reason: string }) {
    // Escape answers the question by what loses nothing.
    if (!open && BY_ACCIDENT.has(reason) && touched.current) setAsking(!asking);
    else props.onOpenChange(open);
  }
  return (
    <BaseDialog.Root open={props.open} onOpenChange={change}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={scrimClass} />
        <BaseDialog.Popup
          initialFocus={props.initialFocus ?? ((how) => firstField(popup.current, how))}
          ref={popup}
          className={classNames(frame.popup, props.width)}
          {...handlers}
        >
          <header className={classNames('flex items-start gap-3', frame.header)}>
            <div className={classNames('min-w-0 flex-1', frame.heading)}>
              <BaseDialog.Title className="text-lg font-semibold">{props.title}</BaseDialog.Title>
              {props.description && (
                <BaseDialog.Description className="text-sm text-muted">
                  {props.description}
                </BaseDialog.Description>
              )}
            </div>
            <BaseDialog.Close
              render={<IconButton label="Close" icon={<X aria-hidden />} className={frame.close} />}
            />
          </header>
          <div className={classNames('min-h-0 flex-1 overflow-y-auto', frame.body)}>
            {props.children}
          </div>
          {props.footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">
              {props.footer}
            </footer>
          )}
          {asking && (
            <DiscardQuestion
              onKeep={() => setAsking(false)}
              onDiscard={() => props.onOpenChange(false)}
            />
          )}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
