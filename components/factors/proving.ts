import type { ActionOutcome, FormAction } from '@/components/ui/form-state';

/** What somebody can prove who they are by. */
export interface Ways {
  readonly password: boolean;
  readonly app: boolean;
  readonly passkey: boolean;
  /** Signing in again with the provider they came from. */
  readonly provider: boolean;
  /** Where passkeys work: they are bound to this origin. Null where they can't. */
  readonly passkeyOrigin: string | null;
}

/** Actions by which they do. */
export interface Proving {
  ways(): Promise<ActionOutcome<Ways>>;
  readonly byCode: FormAction;
  readonly byPassword: FormAction;
  passkeyOptions(): Promise<ActionOutcome<object>>;
  byPasskey(answer: unknown): Promise<ActionOutcome>;
}

/** Why passkeys can't be used on the page as it was opened; undefined where they can. */
export function whyNoPasskeys(origin: string | null): string | undefined {
  if (origin === null) return 'Passkeys need a name: this dashboard’s address is a number.';
  if (typeof window === 'undefined') return undefined;
  if (!window.isSecureContext) return 'Passkeys need https.';
  return window.location.origin === origin ? undefined : `Passkeys work at ${origin}.`;
}
