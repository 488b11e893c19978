import { batchChainChecker } from './chain-of-batches';
import { afterDrop, tombstoneChecker, wholeWith } from './check-tombstones';
import { compareBatch, type FoundLeaf } from './compare-batch';
import { leafOfLine } from './leaf-of-line';
import { Problems } from './problems';
import type { SealedBatchLine, SealedLine } from './sealed-lines';
import type { SeenBatch } from './verify-chains';
import type { DecisionsReport } from './verify-decisions';

/** An export of sealed batches, as it was found: nothing in it is unsealed. */
export type SealedReport = Omit<DecisionsReport, 'unsealed'> & {
  /** Where each verifier's part begins and ends. */
  readonly parts: readonly { readonly verifier: string; from: number; to: number }[];
};

type Named = Pick<SealedBatchLine, 'id' | 'verifier' | 'seq'>;
const isSame = (batch: Named, named: Named) =>
  batch.id === named.id && batch.verifier === named.verifier && batch.seq === named.seq;

/**
 * Checks the lines of an export of sealed batches, one after another: each batch against its decisions,
 * and each verifier's batches as a chain, from the first that is there.
 */
export function sealedLinesChecker(
  observe: (batch: SeenBatch) => void = () => undefined,
  trustedKeys?: readonly string[],
) {
  const stones = tombstoneChecker(trustedKeys);
  const problems = new Problems();
  const parts = new Map<string, SealedReport['parts'][number]>();
  const chains = new Map<string, ReturnType<typeof batchChainChecker>>();
  let open: { batch: SealedBatchLine; found: FoundLeaf[] } | null = null;
  const counted = { batches: 0, decisions: 0 };

  function close(): void {
    if (open === null) return;
    const { batch, found } = open;
    problems.add(
      batch.leaves === ''
        ? [...stones.check(batch, batch.tombstone), ...afterDrop(batch, found)]
        : [
            ...wholeWith(batch),
            ...compareBatch({ ...batch, leaves: Buffer.from(batch.leaves, 'base64') }, found),
          ],
    );
    open = null;
  }

  function begin(batch: SealedBatchLine): void {
    close();
    const { verifier, seq } = batch;
    const chain = chains.get(verifier) ?? batchChainChecker(verifier, 'part');
    chains.set(verifier, chain);
    problems.add(chain.check(batch));
    const part = parts.get(verifier);
    if (part) part.to = seq;
    else parts.set(verifier, { verifier, from: seq, to: seq });
    observe(batch);
    counted.batches += 1;
    open = { batch, found: [] };
  }

  return {
    check(line: SealedLine): void {
      if (line.kind === 'batch') {
        begin(line);
        return;
      }
      counted.decisions += 1;
      const { id, verifier, batch } = line;
      if (open && isSame(open.batch, batch)) {
        open.found.push({ id, leaf: leafOfLine(line) });
        return;
      }
      const message = `decision ${id} was put in: the batch before it is another (${verifier})`;
      problems.add([{ problem: 'inserted', verifier, seq: null, id, message }]);
    },
    end(): SealedReport {
      close();
      return {
        ...{ holds: problems.count === 0, ...counted, parts: [...parts.values()] },
        ...{ problemCount: problems.count, problems: problems.kept },
        tombstones: stones.seen(),
      };
    },
  };
}
