import { chainComparer, type Extent } from '@/domain/ledger/compare-checkpoints';
import type { DecisionProblem } from './compare-batch';
import { type DecisionCheckpoint, isDecisionCheckpointSigned } from './decision-checkpoint';
import type { SeenBatch } from './verify-chains';

/**
 * Compares the verifiers' chains with checkpoints of them kept elsewhere. Feed it each batch; then it
 * names for each verifier the first that its chain belies, or that is no checkpoint of this server.
 */
export function decisionComparer(checkpoints: readonly DecisionCheckpoint[], ownKeyId?: string) {
  const kept = Map.groupBy(checkpoints, ({ verifier }) => verifier);
  const comparers = new Map(
    [...kept].map(([verifier, own]) => [
      verifier,
      chainComparer(
        { link: 'batch', name: `the chain of ${verifier}`, isSigned: isDecisionCheckpointSigned },
        own,
        ownKeyId,
      ),
    ]),
  );
  return {
    observe: ({ verifier, ...batch }: SeenBatch) => comparers.get(verifier)?.observe(batch),
    elsewhere: (extent: Extent): number =>
      [...comparers.values()].reduce((sum, comparer) => sum + comparer.elsewhere(extent), 0),
    problems: (extent: Extent = 'whole'): DecisionProblem[] =>
      [...comparers].flatMap(([verifier, comparer]) => {
        const found = comparer.problem(extent);
        if (found === null) return [];
        const { problem, seq, message } = found;
        return [{ problem, verifier, seq, id: null, message }];
      }),
  };
}
