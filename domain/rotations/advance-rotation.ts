import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database, Transaction } from '@/db/client';
import { destinations, rotations } from '@/db/schema/destinations';
import { tokens } from '@/db/schema/tokens';
import type { Context } from '@/domain/base/context';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { defineJob, type JobScope } from '@/domain/jobs/define';
import { enqueue } from '@/domain/jobs/enqueue';
import { isLiving } from '@/domain/tokens/family';
import { type Brought, bringSecret } from './bring-secret';
import { mintSuccessor } from './mint-successor';
import { recordDelivery } from './record-delivery';
import { recordFailure } from './record-failure';
import { retirePredecessor } from './retire-predecessor';
import { firstSeenAt, type RotationRow } from './rotation-target';

type Scope = JobScope<{ rotation: string }>;
/** A step was made or a failure kept, or there is nothing to do now. */
type Turn = 'advanced' | 'waits';

/**
 * Takes a rotation as far as it goes now. Each step is a short transaction that finds out whether it is
 * still to be made; the destination is asked between two of them. A worker that dies anywhere leaves the
 * rotation at the step before, with all that the next worker needs.
 */
export const advanceRotation = defineJob({
  name: 'advance-rotations',
  summary: 'Takes scheduled rotations from step to step',
  input: z.strictObject({ rotation: z.string().max(40) }),
  retries: { limit: 20, delaySeconds: 2, maxDelaySeconds: 60 },
  deadlineSeconds: 180,
  // A destination that hangs keeps few of a worker's hands: the others are for the others.
  ...{ concurrency: 16, concurrencyPerGroup: 2 },
  records: [
    ...[mintSuccessor.operation, recordDelivery.operation],
    ...[retirePredecessor.operation, recordFailure.operation],
  ],
  async run(scope) {
    const { db, input, signal, progress } = scope;
    for (let steps = 0; ; steps += 1) {
      signal.throwIfAborted();
      const found = await readRotation(db, input.rotation);
      if (!found) return steps;
      const turn = await takeTurn(scope, found);
      if (turn === 'waits') return steps;
      await progress(steps + 1);
    }
  },
});

/**
 * Has a rotation taken further, now or when its next try is due. Of a family one worker brings secrets at
 * a time, or else one that was overtaken could arrive last.
 */
export async function enqueueAdvance(
  tx: Transaction,
  { id, familyId, destinationId }: Pick<RotationRow, 'id' | 'familyId' | 'destinationId'>,
): Promise<void> {
  await enqueue(tx, advanceRotation, { rotation: id }, { key: familyId, group: destinationId });
}

interface Found {
  readonly row: RotationRow;
  /** Its next try is due. */
  readonly isDue: boolean;
  readonly isLate: boolean;
  readonly successorLives: boolean;
}

async function readRotation(db: Database, id: string): Promise<Found | null> {
  const [found] = await db
    .select({
      row: rotations,
      isDue: sql<boolean>`coalesce(${rotations.nextAttemptAt} <= clock_timestamp(), false)`,
      isLate: sql<boolean>`coalesce(${rotations.deadlineAt} <= clock_timestamp(), false)`,
      successorLives: sql<boolean>`exists (select from ${tokens}
        where ${tokens.id} = ${rotations.successorId} and ${isLiving})`,
    })
    .from(rotations)
    .where(eq(rotations.id, id));
  return found ?? null;
}

async function takeTurn(scope: Scope, found: Found): Promise<Turn> {
  const { row, isDue, successorLives } = found;
  if (row.state === 'retired' || row.state === 'ended') return 'waits';
  if (row.state === 'planned') {
    return isDue
      ? settle(scope, row, await runCommand(mintSuccessor, contextOf(scope), named(row)))
      : 'waits';
  }
  if (!successorLives) {
    return failed(scope, row, 'The successor has ended: somebody rotated or revoked it.', {
      ends: true,
    });
  }
  if (row.state === 'delivered') return watch(scope, found);
  const seenAt = await firstSeenAt(scope.db, row.successorId);
  // What was rotated by hand is in use by whoever did; that tells nothing of the destination.
  if (seenAt !== null && !row.byHand) {
    // The try that seemed to fail had worked.
    return delivered(scope, row, { confirmed: true, said: 'The successor is in use already.' });
  }
  if (!isDue) return 'waits';
  return bring(scope, row);
}

async function bring(scope: Scope, row: RotationRow): Promise<Turn> {
  const [destination] = await scope.db
    .select()
    .from(destinations)
    .where(eq(destinations.id, row.destinationId));
  const brought: Brought = await bringSecret(scope, row, destination);
  // What was cut off by our own end says nothing of the destination.
  scope.signal.throwIfAborted();
  return 'problem' in brought
    ? failed(scope, row, brought.problem, { notBeforeSeconds: brought.retryAfterSeconds })
    : delivered(scope, row, brought);
}

async function delivered(
  scope: Scope,
  row: RotationRow,
  { confirmed, said }: { confirmed: boolean; said: string },
): Promise<Turn> {
  const input = { ...named(row), successor: row.successorId ?? '', confirmed, said };
  return settle(scope, row, await runCommand(recordDelivery, contextOf(scope), input));
}

/** Looks whether the successor is in use, and says once that it is not. */
async function watch(scope: Scope, { row, isLate }: Found): Promise<Turn> {
  const seenAt = await firstSeenAt(scope.db, row.successorId);
  if (seenAt !== null || (isLate && row.isConfirmed)) {
    return settle(scope, row, await runCommand(retirePredecessor, contextOf(scope), named(row)));
  }
  if (!isLate || row.failure !== null) return 'waits';
  return failed(
    scope,
    row,
    `${row.destinationName} took the secret, and nobody has used it since: the old token goes on until somebody does, or it expires.`,
  );
}

async function failed(
  scope: Scope,
  row: RotationRow,
  reason: string,
  more: { ends?: boolean; notBeforeSeconds?: number | undefined } = {},
): Promise<Turn> {
  const state = row.state as 'planned' | 'minted' | 'delivered';
  const input = { ...named(row), state, successor: row.successorId, reason, ...more };
  const kept = await runCommand(recordFailure, contextOf(scope), input);
  if (isRefusal(kept) && kept.code !== 'rotation_moved_on') throw new Error(kept.message);
  return 'advanced';
}

/** What a refused step means: somebody else made it, or it can't be made now. */
async function settle(
  scope: Scope,
  row: RotationRow,
  result: Refusal | { ok: true },
): Promise<Turn> {
  if (result.ok || result.code === 'rotation_moved_on') return 'advanced';
  if (result.code === 'rotation_waits') return 'waits';
  if (result.code === 'token_ended') return failed(scope, row, result.message, { ends: true });
  return failed(scope, row, result.message);
}

const named = ({ id }: RotationRow) => ({ rotation: id });
const contextOf = ({ context }: Scope): Context => context;
