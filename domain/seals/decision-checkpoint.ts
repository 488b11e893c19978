import { z } from 'zod';
import {
  checkpointSchema,
  isSignatureOf,
  type Signature,
  signBytes,
} from '@/domain/ledger/checkpoint';

/** The end of a verifier's chain of batches as it was at a time, signed like one of the log of changes. */
export const decisionCheckpointSchema = checkpointSchema.extend({ verifier: z.string().min(1) });
export type DecisionCheckpoint = z.output<typeof decisionCheckpointSchema>;

type Head = Omit<DecisionCheckpoint, keyof Signature>;

/** Exactly these bytes are signed; docs/audit-chain.md says so. The name is JSON, so it can't hold a line's end. */
const signedBytes = ({ verifier, seq, hash, at }: Head): Buffer =>
  Buffer.from(
    `keyward decisions checkpoint v1\n${JSON.stringify(verifier)}\n${seq}\n${hash}\n${at}\n`,
    'utf8',
  );

export function signDecisionCheckpoint(serverSecret: string, head: Head): DecisionCheckpoint {
  const { verifier, seq, hash, at } = head;
  return { verifier, seq, hash, at, ...signBytes(serverSecret, signedBytes(head)) };
}

/** Whether the checkpoint is signed by the key it names. */
export const isDecisionCheckpointSigned = (checkpoint: DecisionCheckpoint): boolean =>
  isSignatureOf(signedBytes(checkpoint), checkpoint);
