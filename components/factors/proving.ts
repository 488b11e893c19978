import type { ActionOutcome, FormAction } from '@/components/ui/form-state';

/** What somebody can prove who they are by. */
export interface Ways {
  readonly password: boolean;
  readonly app: boolean;
  readonly passkey: boolean;
  /** The provider they came from, where signing in there anew is a proof; else null. */
  readonly provider: string | null;
  /** Whether the session was opened on a provider’s word. */
  readonly isByProvider: boolean;
  /** Where passkeys work: they are bound to this origin. Null where they can't. */
  readonly passkeyOrigin: string | null;
}

/** Actions by which they do. */
export interface Proving {
  ways(): Promise<ActionOutcome<Ways>>;
  readonly byCode: FormAction;
  readonly byPassword: FormAction;
  passkeyOptions(): Promise<ActionOutcome<object>>;
  /** @returns where the provider is to lead back to */
  beginAtProvider(): Promise<ActionOutcome<{ slug: string; returnTo: string }>>;
  byPasskey(answer: unknown): Promise<ActionOutcome>;
}

/** Why passkeys can't be used on the page as it was opened; undefined where they can. */
export function whyNoPasskeys(origin: string | null): string | undefined {
  if (origin === null) return 'Passkeys need a name: this dashboard’s address is a number.';
  if (typeof window === 'undefined') return undefined;
  if (!window.isSecureContext) return 'Passkeys need https.';
  return window.location.origin === origin ? undefined : `Passkeys work at ${origin}.`;
}
