import { type Checkpoint, isSigned } from './checkpoint';

export interface CheckpointProblem {
  readonly holds: false;
  readonly seq: number;
  readonly problem: 'not_signed' | 'wrong_key' | 'cut_off' | 'rewritten';
  readonly message: string;
}

/** What a chain is made of, in words, and how its checkpoints are signed. */
interface Chain<Kept extends Checkpoint> {
  readonly link: string;
  readonly name: string;
  isSigned(checkpoint: Kept): boolean;
}

const CHANGES: Chain<Checkpoint> = { link: 'event', name: 'the log', isSigned };

/** Compares the log of changes with checkpoints of it. @param ownKeyId the key of this server, where it is known */
export const checkpointComparer = (checkpoints: readonly Checkpoint[], ownKeyId?: string) =>
  chainComparer(CHANGES, checkpoints, ownKeyId);

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
  let last = 0;
  return {
    observe({ seq, hash }: { readonly seq: number; readonly hash: string }): void {
      if (asked.has(seq)) found.set(seq, hash);
      last = seq;
    },
    problem(): CheckpointProblem | null {
      const isOwn = ({ keyId }: Kept) => ownKeyId === undefined || keyId === ownKeyId;
      const isHeld = ({ seq, hash }: Kept) => found.get(seq) === hash;
      // Up to here this server's own key vouches for the log, and for what another said of it before.
      const vouchedFor = checkpoints
        .filter((checkpoint) => isOwn(checkpoint) && isHeld(checkpoint) && isKeptSigned(checkpoint))
        .reduce((most, { seq }) => Math.max(most, seq), 0);
      for (const checkpoint of checkpoints.toSorted((one, other) => one.seq - other.seq)) {
        const { seq, at, keyId } = checkpoint;
        const fail = (problem: CheckpointProblem['problem'], message: string) =>
          ({ holds: false, seq, problem, message }) as const;
        if (!isKeptSigned(checkpoint)) {
          return fail(
            'not_signed',
            `the checkpoint of ${link} ${seq} is not signed by the key it names`,
          );
        }
        if (!isOwn(checkpoint) && !(seq <= vouchedFor && isHeld(checkpoint))) {
          return fail(
            'wrong_key',
            `the checkpoint of ${link} ${seq} is signed by ${keyId}, and the key of this server is ${ownKeyId}: it comes from another installation, or NEXTAUTH_SECRET was changed since`,
          );
        }
        if (seq > last) {
          return fail(
            'cut_off',
            `${name} ends at ${link} ${last}, and held ${link} ${seq} at ${at}: its end was cut off`,
          );
        }
        if (!isHeld(checkpoint)) {
          return fail(
            'rewritten',
            `${link} ${seq} is not the one that ${name} held at ${at}: ${name} was rewritten`,
          );
        }
      }
      return null;
    },
  };
}
