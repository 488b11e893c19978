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

export type Receipt = {
  name: string;
  confirmed: boolean;
  latencyMs: number | null;
  staleUntil?: string | undefined;
};

/** Which verifiers have applied a change, by its place in the log. */
export const receiptsQuestion = question<{ seq: number }, Receipt[]>('receipts');

/** Attempts with a token that were denied after it was stopped, the newest first. */
export type DeniedAttempts = {
  items: {
    id: string;
    at: string;
    code: string;
    operation: string | null;
    path: string | null;
    ip: string | null;
    foldedCount: number;
  }[];
  /** There are older ones. */
  more: boolean;
};

/** Denied attempts with a token since an instant (RFC 3339). */
export const deniedQuestion = question<{ token: string; since: string }, DeniedAttempts>('denied');
