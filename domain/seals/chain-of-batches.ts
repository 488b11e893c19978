import { GENESIS_HASH } from '@/domain/ledger/verify-chain';
import { batchHash, type SealedBatch } from './batch-hash';
import type { DecisionProblem, DecisionProblemKind } from './compare-batch';

export interface LinkedBatch extends SealedBatch {
  readonly prevHash: string;
  readonly hash: string;
}

/**
 * Checks the chain of one verifier, batch after batch; feed it in `seq` order.
 * @param start `whole`: from the verifier's first batch · `part`: from the first that is fed
 */
export function batchChainChecker(verifier: string, start: 'whole' | 'part' = 'whole') {
  let seq: number | null = start === 'whole' ? 0 : null;
  let hash: string | null = start === 'whole' ? GENESIS_HASH : null;
  const fail = (problem: DecisionProblemKind, at: number, message: string): DecisionProblem => ({
    ...{ problem, verifier, seq: at, id: null },
    message: `${message} (${verifier})`,
  });
  return {
    check(batch: LinkedBatch): DecisionProblem[] {
      const problems: DecisionProblem[] = [];
      if (seq !== null && batch.seq <= seq) {
        const message = `batch ${batch.seq} stands again after batch ${seq}, or they changed places`;
        problems.push(fail('reordered', batch.seq, message));
      } else if (seq !== null && batch.seq !== seq + 1) {
        problems.push(fail('batch_missing', seq + 1, `batch ${seq + 1} is missing`));
      } else if (hash !== null && batch.prevHash !== hash) {
        problems.push(
          fail('unlinked', batch.seq, `batch ${batch.seq} does not continue the one before`),
        );
      }
      if (batchHash(batch.prevHash, batch) !== batch.hash) {
        problems.push(
          fail('batch_altered', batch.seq, `batch ${batch.seq} does not match its hash`),
        );
      }
      seq = batch.seq;
      hash = batch.hash;
      return problems;
    },
    /** What is wrong with the end of the chain, where its head is known. */
    end(head: { readonly seq: number; readonly hash: string } | undefined): DecisionProblem[] {
      if (head !== undefined && head.seq === seq && head.hash === hash) return [];
      const says = head === undefined ? 'nothing' : String(head.seq);
      return [
        fail(
          'head_differs',
          seq ?? 0,
          `the chain ends at batch ${seq ?? 0}, its head says ${says}: batches were cut off`,
        ),
      ];
    },
  };
}
