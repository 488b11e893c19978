import canonicalize from 'canonicalize';
import type { SealedBatch } from './batch-hash';
import type { DecisionProblem, DecisionProblemKind, FoundLeaf } from './compare-batch';
import { isTombstoneSigned, type Tombstone } from './tombstone';

type Batch = Pick<SealedBatch, 'verifier' | 'seq' | 'day' | 'rows'> & { readonly hash: string };
type Place = Pick<Batch, 'verifier' | 'seq'> | { verifier: null; seq: null };

/** The tombstones that were met, by their numbers. */
export type SeenTombstones = readonly Tombstone[];

export const tombstoneProblem = (
  problem: DecisionProblemKind,
  message: string,
  { verifier, seq }: Place = { verifier: null, seq: null },
): DecisionProblem => ({ problem, verifier, seq, id: null, message });

const nameOf = ({ seq, day }: Pick<Tombstone, 'seq' | 'day'>) => `tombstone ${seq} of ${day}`;

/**
 * Checks that the decisions of a batch went by a tombstone of this server, which says so of this very batch.
 * @param trustedKeys names of keys whose word counts; undefined where none is known, so that each counts
 */
export function tombstoneChecker(trustedKeys?: readonly string[]) {
  const seen = new Map<number, Tombstone>();
  const met = new Map<string, { batches: number; rows: number }>();

  /** What is wrong with a tombstone itself: told once. */
  function look(stone: Tombstone): DecisionProblem[] {
    const before = seen.get(stone.seq);
    if (before && canonicalize(before) === canonicalize(stone)) return [];
    const its = nameOf(stone);
    if (before) return [tombstoneProblem('tombstone_forged', `there are two of ${its}`)];
    seen.set(stone.seq, stone);
    if (!isTombstoneSigned(stone)) {
      return [tombstoneProblem('tombstone_forged', `${its} is not signed by the key it names`)];
    }
    if (!trustedKeys || trustedKeys.includes(stone.keyId)) return [];
    const message = `${its} is signed by ${stone.keyId}, which is not the key of this server: it was forged, or NEXTAUTH_SECRET was changed since (then name the earlier key with --key)`;
    return [tombstoneProblem('tombstone_forged', message)];
  }

  return {
    look,
    /** A batch whose leaves are gone, with the tombstone that it names. */
    check(batch: Batch, stone: Tombstone | null): DecisionProblem[] {
      const named = `the decisions of batch ${batch.seq} of ${batch.verifier} are gone`;
      if (stone === null) {
        return [
          tombstoneProblem('tombstone_missing', `${named}, and no tombstone says why`, batch),
        ];
      }
      const problems = look(stone);
      if (!speaksOf(stone, batch)) {
        const message = `${named}, and ${nameOf(stone)} doesn’t speak of them`;
        return [...problems, tombstoneProblem('tombstone_elsewhere', message, batch)];
      }
      const key = keyOf(stone.seq, batch.verifier);
      const sum = met.get(key) ?? { batches: 0, rows: 0 };
      met.set(key, { batches: sum.batches + 1, rows: sum.rows + batch.rows });
      return problems;
    },
    /** Where all batches were looked at: each tombstone must have counted those that name it. */
    end(): DecisionProblem[] {
      return [...seen.values()].flatMap((stone) =>
        stone.chains.flatMap(({ verifier, to, batches, rows }) => {
          const found = met.get(keyOf(stone.seq, verifier)) ?? { batches: 0, rows: 0 };
          if (found.batches === batches && found.rows === rows) return [];
          const message = `${nameOf(stone)} says ${rows} decisions in ${batches} batches of ${verifier}, and ${found.rows} in ${found.batches} are gone by it`;
          return [tombstoneProblem('tombstone_elsewhere', message, { verifier, seq: to })];
        }),
      );
    },
    seen: (): SeenTombstones => [...seen.values()].sort((one, other) => one.seq - other.seq),
  };
}

const keyOf = (seq: number, verifier: string): string => `${seq} ${verifier}`;

const speaksOf = (stone: Tombstone, batch: Batch): boolean =>
  stone.day === batch.day &&
  stone.chains.some(
    ({ verifier, from, to, hash }) =>
      verifier === batch.verifier &&
      from <= batch.seq &&
      (batch.seq < to || (batch.seq === to && batch.hash === hash)),
  );

/** A batch that is whole, and names a tombstone. */
export function wholeWith(
  batch: Pick<Batch, 'verifier' | 'seq'> & { readonly tombstone: unknown },
): DecisionProblem[] {
  if (batch.tombstone === null) return [];
  const message = `batch ${batch.seq} of ${batch.verifier} names a tombstone, and was not dropped`;
  return [tombstoneProblem('tombstone_elsewhere', message, batch)];
}

/** Decisions that say they are of a batch whose decisions were dropped. */
export const afterDrop = (
  { verifier, seq }: Pick<SealedBatch, 'verifier' | 'seq'>,
  found: readonly Pick<FoundLeaf, 'id'>[],
): DecisionProblem[] =>
  found.map(({ id }) => ({
    ...{ problem: 'inserted' as const, verifier, seq, id },
    message: `decision ${id} was put in: the decisions of its batch were dropped (batch ${seq} of ${verifier})`,
  }));
