import type { TokenView } from '@/domain/tokens/token-view';

/** Why the reader can't do something to a token; null where they can. */
export type TokenRefusals = {
  rename: string | null;
  setLimits: string | null;
  rotate: string | null;
  suspend: string | null;
  resume: string | null;
  revoke: string | null;
  approve: string | null;
  deny: string | null;
  delegate: string | null;
  /** Puts off what it needs attention for. */
  snooze: string | null;
};

/** A token as the pages show it, with what the reader may do to it. */
export type TokenRow = TokenView & { refusals: TokenRefusals };
