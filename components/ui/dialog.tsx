'use client';

import {
  cloneElement,
  createContext,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useContext,
} from 'react';
import { type Openable, onDemand } from './on-demand';

export type DialogProps = Openable & {
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the foot; a form inside brings its own `FormActions` instead. */
  footer?: ReactNode;
  size?: 'small' | 'medium' | 'large';
  /** What gets focus first; default is the first control. */
  initialFocus?: RefObject<HTMLElement | null>;
};

const DialogPopup = onDemand<DialogProps>(async () => (await import('./dialog-popup')).DialogPopup);
const DrawerPopup = onDemand<DialogProps>(async () => (await import('./dialog-popup')).DrawerPopup);

/** Fetches the code of dialogs and drawers ahead of the first. */
export const preloadDialog = DialogPopup.preload;

const CloseContext = createContext<() => void>(() => {
  throw new Error('DialogClose stands in no Dialog or Drawer');
});

/** A modal dialog; on phones a sheet from the bottom. Children unmount when it closes. */
export function Dialog(props: DialogProps) {
  return (
    <CloseContext.Provider value={() => props.onOpenChange(false)}>
      <DialogPopup {...props} />
    </CloseContext.Provider>
  );
}

/** A panel from the right for details beside a list; full width on phones. */
export function Drawer(props: DialogProps) {
  return (
    <CloseContext.Provider value={() => props.onOpenChange(false)}>
      <DrawerPopup {...props} />
    </CloseContext.Provider>
  );
}

/** Closes the enclosing `Dialog` or `Drawer`: `<DialogClose render={<Button>Cancel</Button>} />`. */
export function DialogClose(props: { render: ReactElement<{ onClick?: () => void }> }) {
  const onClick = useContext(CloseContext);
  return cloneElement(props.render, { onClick });
}
