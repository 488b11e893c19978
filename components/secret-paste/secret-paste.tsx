'use client';

import { createContext, useContext, useEffect } from 'react';
import { findSecrets } from './secret-pattern';

/** Takes a secret that was pasted, or several with a space between; opens the match card. Must not log it or put it in a URL. */
export type SecretHandler = (secret: string) => void;

const SecretHandlerContext = createContext<SecretHandler | undefined>(undefined);
export const SecretHandlerProvider = SecretHandlerContext.Provider;

/** The shell's handler, for search fields that must never send a pasted secret anywhere. */
export function useSecretHandler(): SecretHandler | undefined {
  return useContext(SecretHandlerContext);
}

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select'))
  );
}

/** Calls `onSecret` when a secret is pasted while no field is focused. */
export function useSecretPaste(onSecret: SecretHandler | undefined): void {
  useEffect(() => {
    if (!onSecret) return;
    function onPaste(event: ClipboardEvent) {
      if (isEditable(event.target)) return;
      const secrets = findSecrets(event.clipboardData?.getData('text/plain') ?? '');
      if (secrets.length === 0) return;
      event.preventDefault();
      onSecret?.(secrets.join(' '));
    }
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [onSecret]);
}
