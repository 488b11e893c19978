import canonicalize from 'canonicalize';
import { z } from 'zod';
import {
  checkpointSchema,
  isSignatureOf,
  type Signature,
  signBytes,
} from '@/domain/ledger/checkpoint';

const { hash, at, signature, keyId } = checkpointSchema.shape;
const count = () => z.int().nonnegative();

/** Says that a day's decisions were dropped because they had been kept long enough. */
export const tombstoneSchema = z.object({
  /** 1 for the first, then one more each time. */
  seq: z.int().positive(),
  /** UTC day of all that was dropped, `2026-01-31`. */
  day: z.iso.date(),
  /** The batches of that day, by their verifiers: from one `seq` to another, others of the day in between included. */
  chains: z.array(
    z.object({
      verifier: z.string(),
      from: z.int().positive(),
      to: z.int().positive(),
      batches: z.int().positive(),
      rows: z.int().positive(),
      /** Of the batch `to`. */
      hash,
    }),
  ),
  /** Decisions that were in no batch. */
  unsealed: count(),
  ...{ at, signature, keyId },
});
export type Tombstone = z.output<typeof tombstoneSchema>;

type Unsigned = Omit<Tombstone, keyof Signature>;

/** Exactly these bytes are signed; docs/audit-chain.md says so. */
const signedBytes = ({ seq, day, chains, unsealed, at: droppedAt }: Unsigned): Buffer =>
  Buffer.from(
    `keyward decisions tombstone v1\n${seq}\n${day}\n${canonicalize(chains)}\n${unsealed}\n${droppedAt}\n`,
    'utf8',
  );

export const signTombstone = (serverSecret: string, stone: Unsigned): Tombstone => ({
  ...stone,
  ...signBytes(serverSecret, signedBytes(stone)),
});

/** Whether it is signed by the key it names. */
export const isTombstoneSigned = (stone: Tombstone): boolean =>
  isSignatureOf(signedBytes(stone), stone);

/** How many decisions it says were dropped. */
export const droppedRows = ({ chains, unsealed }: Pick<Tombstone, 'chains' | 'unsealed'>): number =>
  chains.reduce((sum, { rows }) => sum + rows, unsealed);
