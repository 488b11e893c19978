import { question } from '@/components/asking/question';
import type { TokenView } from '@/domain/tokens/token-view';

/** One decision about a token. */
export type LastUse = {
  at: string;
  outcome: 'allowed' | 'denied';
  code: string;
  api: string | null;
  operation: string | null;
  ip: string | null;
};

/** All that the match card shows of a token. */
export type TokenMatch = {
  token: TokenView;
  /** Operations it opens, those of each API together; null where the reader may not see them. */
  opened: { count: number; apis: { slug: string; operations: string[] }[] } | null;
  /** Newest first; null where the reader may not see them. */
  lastUses: LastUse[] | null;
  /** Why the reader cannot revoke it; null where they can. */
  revokeRefusal: string | null;
};

/** What a pasted text turned out to be. */
export type Lookup =
  | { kind: 'tokens'; matches: TokenMatch[]; total: number }
  | { kind: 'address'; ip: string }
  | { kind: 'nothing'; title: string; message: string };

export type Receipt = {
  name: string;
  confirmed: boolean;
  latencyMs: number | null;
  staleUntil?: string | undefined;
};

/** What a text is and what it hits. The text may be a secret: it goes into this question and nowhere else. */
export const lookupQuestion = question<string, Lookup>('lookup');

/** Which verifiers have applied a change, by its place in the log. */
export const receiptsQuestion = question<{ seq: number }, Receipt[]>('receipts');
