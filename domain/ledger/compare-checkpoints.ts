import { type Checkpoint, isSigned } from './checkpoint';

export interface CheckpointProblem {
  readonly holds: false;
  readonly seq: number;
  readonly problem: 'not_signed' | 'wrong_key' | 'cut_off' | 'rewritten';
  readonly message: string;
}

/**
 * Compares a log that holds in itself with checkpoints kept elsewhere. Feed it each event; then it
 * names the first checkpoint that the log belies, or that is no checkpoint of this server.
 * @param ownKeyId the key of this server, where it is known
 */
export function checkpointComparer(checkpoints: readonly Checkpoint[], ownKeyId?: string) {
  const asked = new Set(checkpoints.map(({ seq }) => seq));
  const found = new Map<number, string>();
  let last = 0;
  return {
    observe({ seq, hash }: { readonly seq: number; readonly hash: string }): void {
      if (asked.has(seq)) found.set(seq, hash);
      last = seq;
    },
    problem(): CheckpointProblem | null {
      const isOwn = ({ keyId }: Checkpoint) => ownKeyId === undefined || keyId === ownKeyId;
      const isHeld = ({ seq, hash }: Checkpoint) => found.get(seq) === hash;
      // Up to here this server's own key vouches for the log, and for what another said of it before.
      const vouchedFor = checkpoints
        .filter((checkpoint) => isOwn(checkpoint) && isHeld(checkpoint) && isSigned(checkpoint))
        .reduce((most, { seq }) => Math.max(most, seq), 0);
      for (const checkpoint of checkpoints.toSorted((one, other) => one.seq - other.seq)) {
        const { seq, at, keyId } = checkpoint;
        const fail = (problem: CheckpointProblem['problem'], message: string) =>
          ({ holds: false, seq, problem, message }) as const;
        if (!isSigned(checkpoint)) {
          return fail(
            'not_signed',
            `the checkpoint of event ${seq} is not signed by the key it names`,
          );
        }
        if (!isOwn(checkpoint) && !(seq <= vouchedFor && isHeld(checkpoint))) {
          return fail(
            'wrong_key',
            `the checkpoint of event ${seq} is signed by ${keyId}, and the key of this server is ${ownKeyId}: it comes from another installation, or NEXTAUTH_SECRET was changed since`,
          );
        }
        if (seq > last) {
          return fail(
            'cut_off',
            `the log ends at event ${last}, and held event ${seq} at ${at}: its end was cut off`,
          );
        }
        if (!isHeld(checkpoint)) {
          return fail(
            'rewritten',
            `event ${seq} is not the one that the log held at ${at}: the log was rewritten`,
          );
        }
      }
      return null;
    },
  };
}
