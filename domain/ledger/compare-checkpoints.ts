import { type Checkpoint, isSigned } from './checkpoint';

export interface CheckpointProblem {
  readonly holds: false;
  readonly seq: number;
  readonly problem: 'not_signed' | 'wrong_key' | 'cut_off' | 'rewritten';
  readonly message: string;
}

type Flaw = Pick<CheckpointProblem, 'problem' | 'message'>;

/** What a chain is made of, in words, and how its checkpoints are signed. */
interface Chain<Kept extends Checkpoint> {
  readonly link: string;
  readonly name: string;
  isSigned(checkpoint: Kept): boolean;
}

const CHANGES: Chain<Checkpoint> = { link: 'event', name: 'the log', isSigned };

/** What is compared: all of a chain, or a part of it that was taken away, of which checkpoints may say nothing. */
export type Extent = 'whole' | 'part';

/** Compares the log of changes with checkpoints of it. @param ownKeyId the key of this server, where it is known */
export function checkpointComparer(checkpoints: readonly Checkpoint[], ownKeyId?: string) {
  const { observe, problem } = chainComparer(CHANGES, checkpoints, ownKeyId);
  return { observe, problem: () => problem('whole') };
}

/**
 * Compares a chain that holds in itself with checkpoints kept elsewhere. Feed it each link; then it
 * names the first checkpoint that the chain belies, or that is no checkpoint of this server.
 */
export function chainComparer<Kept extends Checkpoint>(
  { link, name, isSigned: isKeptSigned }: Chain<Kept>,
  checkpoints: readonly Kept[],
  ownKeyId?: string,
) {
  const asked = new Set(checkpoints.map(({ seq }) => seq));
  const found = new Map<number, string>();
  let [first, last] = [0, 0];
  /** A part says nothing of what came before it, nor of a chain of which it has nothing. */
  const isElsewhere = ({ seq }: Kept, extent: Extent) =>
    extent === 'part' && (last === 0 || seq < first);
  return {
    observe({ seq, hash }: { readonly seq: number; readonly hash: string }): void {
      if (asked.has(seq)) found.set(seq, hash);
      if (first === 0) first = seq;
      last = seq;
    },
    /** How many of the checkpoints are about what isn't in this part. */
    elsewhere: (extent: Extent): number =>
      checkpoints.filter((checkpoint) => isElsewhere(checkpoint, extent)).length,
    problem(extent: Extent): CheckpointProblem | null {
      const isOwn = ({ keyId }: Kept) => ownKeyId === undefined || keyId === ownKeyId;
      const isHeld = ({ seq, hash }: Kept) => found.get(seq) === hash;
      // Up to here this server's own key vouches for the log, and for what another said of it before.
      const vouchedFor = checkpoints
        .filter((checkpoint) => isOwn(checkpoint) && isHeld(checkpoint) && isKeptSigned(checkpoint))
        .reduce((most, { seq }) => Math.max(most, seq), 0);
      const isVouchedFor = (checkpoint: Kept) =>
        checkpoint.seq <= vouchedFor && (isHeld(checkpoint) || isElsewhere(checkpoint, extent));
      const flawOf = (checkpoint: Kept): Flaw | null => {
        const { seq, keyId } = checkpoint;
        const its = `the checkpoint of ${link} ${seq}`;
        if (!isKeptSigned(checkpoint)) {
          return { problem: 'not_signed', message: `${its} is not signed by the key it names` };
        }
        if (isOwn(checkpoint) || isVouchedFor(checkpoint)) return null;
        const message = `${its} is signed by ${keyId}, and the key of this server is ${ownKeyId}: it comes from another installation, or NEXTAUTH_SECRET was changed since`;
        return { problem: 'wrong_key', message };
      };
      const beliedOf = (checkpoint: Kept): Flaw | null => {
        const { seq, at } = checkpoint;
        if (isElsewhere(checkpoint, extent) || isHeld(checkpoint)) return null;
        if (seq <= last) {
          const message = `${link} ${seq} is not the one that ${name} held at ${at}: ${name} was rewritten`;
          return { problem: 'rewritten', message };
        }
        const since = extent === 'part' ? ', or the export is of before' : '';
        const message = `${name} ends at ${link} ${last}, and held ${link} ${seq} at ${at}: its end was cut off${since}`;
        return { problem: 'cut_off', message };
      };
      for (const checkpoint of checkpoints.toSorted((one, other) => one.seq - other.seq)) {
        const flaw = flawOf(checkpoint) ?? beliedOf(checkpoint);
        if (flaw) return { holds: false, seq: checkpoint.seq, ...flaw };
      }
      return null;
    },
  };
}
