'use client';

import type { ReactNode } from 'react';
import { type Openable, onDemand } from './on-demand';

export type SecretRevealProps = {
  /** The secret, held in memory only; null closes the dialog and takes it out of the DOM. */
  secret: string | null;
  title: ReactNode;
  /** What it opens and until when. */
  description?: ReactNode;
  /** What Keyward keeps of it: a hash, unless given. */
  kept?: string;
  /** Ready-made commands; call with the secret, or with a mask to show them covered. */
  curl?: (secret: string) => string;
  /** What the commands are for: "Try it" unless given. */
  curlLabel?: string;
  /** Called once, after "I have stored it"; drop the secret from state here. */
  onClose: () => void;
  /** Below the curl block, e.g. a live "first use seen". */
  children?: ReactNode;
};

const SecretPopup = onDemand<SecretRevealProps & Openable>(
  async () => (await import('./secret-popup')).SecretPopup,
);

/** Await it before a secret is made: what cannot be shown must not be made. Rejects offline. */
export const loadSecretReveal = SecretPopup.load;

/** The one-time secret. Escape and outside clicks do nothing; closing needs the confirmation. */
export function SecretReveal(props: SecretRevealProps) {
  return (
    <SecretPopup
      {...props}
      open={props.secret !== null}
      onOpenChange={(open) => !open && props.onClose()}
    />
  );
}
