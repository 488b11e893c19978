import { HASH_BYTES, treeRoot } from './merkle-tree';

export type DecisionProblemKind =
  | 'altered'
  | 'removed'
  | 'inserted'
  | 'reordered'
  | 'leaves_altered'
  | 'batch_altered'
  | 'batch_missing'
  | 'unlinked'
  | 'head_differs'
  | 'unsealed'
  | 'tombstone_missing'
  | 'tombstone_forged'
  | 'tombstone_elsewhere'
  | 'not_signed'
  | 'wrong_key'
  | 'cut_off'
  | 'rewritten';

/** What is wrong with the record of decisions, and where. */
export interface DecisionProblem {
  readonly problem: DecisionProblemKind;
  readonly verifier: string | null;
  /** The batch's place in its verifier's chain, where it is about one. */
  readonly seq: number | null;
  /** The decision, where it is about one that is there. */
  readonly id: string | null;
  readonly message: string;
}

/** A decision as it is found: its id, and the hash of its leaf. */
export interface FoundLeaf {
  readonly id: string;
  readonly leaf: Buffer;
}

interface KeptBatch {
  readonly verifier: string;
  readonly seq: number;
  readonly root: string;
  readonly leaves: Buffer;
}

/** Compares what is found of a batch, by id, with what was sealed, and names each decision that differs. */
export function compareBatch(batch: KeptBatch, found: readonly FoundLeaf[]): DecisionProblem[] {
  const { verifier, seq, leaves } = batch;
  const fail = (problem: DecisionProblemKind, id: string | null, message: string) => ({
    ...{ problem, verifier, seq, id },
    message: `${message} (batch ${seq} of ${verifier})`,
  });
  const count = leaves.length / HASH_BYTES;
  if (!Number.isInteger(count) || count === 0 || treeRoot(leaves).toString('hex') !== batch.root) {
    return [fail('leaves_altered', null, 'the hashes kept of a batch do not give its root')];
  }
  if (leaves.equals(Buffer.concat(found.map(({ leaf }) => leaf)))) return [];
  const sealed = Array.from({ length: count }, (_, at) =>
    leaves.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES).toString('hex'),
  );
  return differences(sealed, found, fail);
}

const WORDS = {
  altered: 'is not as it was recorded',
  inserted: 'was put in',
  reordered: 'is in the place of another',
} as const;

function differences(
  sealed: readonly string[],
  found: readonly FoundLeaf[],
  fail: (problem: DecisionProblemKind, id: string | null, message: string) => DecisionProblem,
): DecisionProblem[] {
  const present = found.map(({ leaf }) => leaf.toString('hex'));
  const known = { sealed: new Set(sealed), present: new Set(present) };
  const problems: DecisionProblem[] = [];
  for (let kept = 0, at = 0; kept < sealed.length || at < found.length; ) {
    const problem = differenceOf(sealed[kept], present[at], known);
    const id = found[at]?.id ?? null;
    if (problem === 'removed') {
      problems.push(fail(problem, null, `a decision was removed, ${placeOf(found[at - 1])}`));
    } else if (problem !== null) {
      problems.push(fail(problem, id, `decision ${id} ${WORDS[problem]}`));
    }
    if (problem !== 'inserted') kept += 1;
    if (problem !== 'removed') at += 1;
  }
  return problems;
}

function differenceOf(
  sealed: string | undefined,
  present: string | undefined,
  known: { readonly sealed: ReadonlySet<string>; readonly present: ReadonlySet<string> },
): keyof typeof WORDS | 'removed' | null {
  if (sealed === present) return null;
  const isLost = sealed !== undefined && !known.present.has(sealed);
  const isForeign = present !== undefined && !known.sealed.has(present);
  if (isForeign) return isLost ? 'altered' : 'inserted';
  return isLost ? 'removed' : 'reordered';
}

const placeOf = (before: FoundLeaf | undefined): string =>
  before === undefined ? 'before all others' : `after ${before.id}`;
