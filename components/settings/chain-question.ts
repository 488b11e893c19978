import { question } from '@/components/asking/question';
import type { ChainReport } from '@/domain/ledger/verify-chain';

/** The whole log is read: minutes, where it holds millions of events. */
const WITHIN_MS = 30 * 60_000;

export type CheckedChain = { report: ChainReport; tookMs: number };

/** Whether every hash of the audit log holds. */
export const chainQuestion = question<'whole', CheckedChain>('chain', { withinMs: WITHIN_MS });
