import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { rotations } from '@/db/schema/destinations';
import { tokens } from '@/db/schema/tokens';
import { refuseUnseenSecret } from '@/domain/authority/provisions-administrators';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand } from '@/domain/commands/define';
import { sealSecret } from '@/domain/credentials/sealed';
import { headOf, isLiving, type TokenRow } from '@/domain/tokens/family';
import { refuseActingForNobody } from '@/domain/tokens/may-mint';
import { succeed } from '@/domain/tokens/succeed';
import { countFromNow } from './count-from-now';
import {
  firstSeenAt,
  loadRotation,
  movedOn,
  now,
  type RotationTarget,
  tell,
} from './rotation-target';

/** What the successor's secret is sealed for. */
export const sealedFor = (rotationId: string) => ({ kind: 'rotation secret', id: rotationId });

/**
 * Makes the successor, its secret sealed in the same transaction: there is never one without the other.
 * The predecessor goes on to its own expiry until the successor is delivered, however long that takes.
 */
export const mintSuccessor = defineCommand({
  operation: 'rotations.mint',
  summary: 'Mint the successor of a scheduled rotation',
  input: z.object({ rotation: z.string().max(100) }),
  output: z.object({ token: z.string() }),
  target: ({ db, input }) => loadRotation(db, input.rotation),
  async run({ tx, actor, target, secretBytes, serverSecret }) {
    const { rotation } = target;
    if (rotation.state !== 'planned') return movedOn();
    const base = await successible(tx, target);
    if ('ok' in base) return base;
    // Whoever sets the destination would read it there.
    const unseen = await refuseUnseenSecret(tx, actor, target.identity);
    if (unseen) return unseen;
    // It goes on to its own end.
    const ends = { at: sql`${tokens.expiresAt}`, onUse: false };
    const succeeded = await succeed(tx, actor, { ...target, row: base }, ends, secretBytes);
    if (isRefusal(succeeded)) return succeeded;
    const { token, retired, ttlSeconds } = succeeded;
    const secret = tokenSecretFromBytes('service', secretBytes);
    await tx
      .update(rotations)
      .set({
        ...{ state: 'minted', predecessorId: base.id, successorId: token.id, mintedAt: now },
        secretSealed: sealSecret(serverSecret, secret, sealedFor(rotation.id)),
        ...{ attempts: 0, failure: null, failedAt: null, nextAttemptAt: now },
      })
      .where(eq(rotations.id, rotation.id));
    await countFromNow(tx, target, ttlSeconds);
    await tell(tx, rotation.id, 'minted', `••${token.last4}`);
    return {
      value: { token: token.id },
      audit: {
        target: { type: 'token', id: base.id, name: base.name },
        after: {
          ...{ rotation: rotation.id, successor: token.id, expiresAt: token.expiresAt, retired },
          destination: rotation.destinationName,
        },
        affects: [base.id, token.id, ...retired],
      },
    };
  },
});

/**
 * Which of the family gets a successor: the one the rotation was planned for, or else the one that goes
 * on. Nobody's overlap is cut short for it: where another one still runs out, the rotation waits.
 */
async function successible(tx: Transaction, target: RotationTarget): Promise<TokenRow | Refusal> {
  const { row, family, rotation } = target;
  const nobody = await refuseActingForNobody(tx, target);
  if (nobody) return nobody;
  const living = await tx
    .select({ id: tokens.id })
    .from(tokens)
    .where(and(eq(tokens.familyId, row.familyId), isLiving));
  const lives = (one: TokenRow | undefined) => living.some(({ id }) => id === one?.id);
  const head = headOf(family);
  const base = lives(row) ? row : lives(head) ? head : undefined;
  if (!base) return refuse('conflict', 'token_ended', `${row.name} has ended.`);
  const own = rotation.successorId;
  const isUnused = own !== null && (await firstSeenAt(tx, own)) === null;
  const others = living.filter(({ id }) => id !== base.id && !(id === own && isUnused));
  return others.length === 0
    ? base
    : refuse('conflict', 'rotation_waits', `Another token of ${row.name}’s family is still used.`);
}
