import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { controlPlaneOperationsOfGroup } from '@/domain/authority/escalation';
import { refuseUnseenSecret } from '@/domain/authority/provisions-administrators';
import type { Actor } from '@/domain/base/actor';
import { prose } from '@/domain/base/input';
import { isRefusal, notFound, type Refusal, refuse } from '@/domain/base/refusal';
import { tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand, type Outcome } from '@/domain/commands/define';
import { type FamilyTarget, headOf, isLiving, loadFamily } from '@/domain/tokens/family';
import {
  refuseActingForNobody,
  refuseEndedToken,
  refuseMintingEscalation,
} from '@/domain/tokens/may-mint';
import { permitMinting } from '@/domain/tokens/minting-right';
import { keptScopes } from '@/domain/tokens/restriction';
import { AT_ONCE, succeed } from '@/domain/tokens/succeed';
import { MAX_OVERLAP_SECONDS } from '@/domain/tokens/token-facts';
import { tokenRules } from '@/domain/tokens/token-rules';
import { readTokenView, type TokenView, tokenViewSchema } from '@/domain/tokens/token-view';
import { enqueueAdvance } from './advance-rotation';
import { deliverByHand } from './deliver-by-hand';
import { openRotationOf } from './rotation-target';

const rotationInput = {
  /** How long the token goes on beside its successor; the group's overlap where it isn't said. */
  overlapSeconds: z.number().int().min(0).max(MAX_OVERLAP_SECONDS).optional(),
  /** Ends the overlap a moment after the successor was used for the first time. */
  untilFirstUse: z.boolean().default(false),
  reason: prose().optional(),
};
type Rotation = z.output<z.ZodObject<typeof rotationInput>>;

const output = z.object({
  token: tokenViewSchema,
  secret: z.string(),
  predecessor: tokenViewSchema,
});
type Rotated = Omit<z.output<typeof output>, 'secret'>;

/**
 * Gives a token a successor with the same rights, shown once, and lets the token go on for a while. At
 * most two of a family are alive: whatever else was, ends at once.
 */
export const rotateToken = defineCommand({
  operation: 'tokens.rotate',
  summary: 'Rotate a token',
  http: { method: 'POST', path: '/tokens/{token}/rotate', status: 201 },
  input: z.object({ token: z.string().max(100), ...rotationInput }),
  output,
  target: ({ db, input }) => loadFamily(db, input.token),
  permit: (actor, { group, identity }) => permitMinting(actor, { row: group, identity }),
  needsProofFor: async ({ tx, target: { group } }) =>
    (await controlPlaneOperationsOfGroup(tx, group.id)).length > 0,
  refusal: tokenRules.rotate,
  view: ({ tx, target, made }) => rotationView(tx, target, made),
  admit: ({ tx, actor, target, made }) => refuseRotation(tx, actor, target, made),
  run: ({ tx, actor, input, target, secretBytes, serverSecret }) =>
    rotate(tx, actor, input, target, { secretBytes, serverSecret }),
  after: ({ tx, target }) => deliver(tx, target),
  reveal: ({ token }, secretBytes) => ({ secret: tokenSecretFromBytes(token.kind, secretBytes) }),
});

/** The same by the token's holder, with the token itself: open to every living token. */
export const rotateOwnToken = defineCommand({
  operation: 'tokens.rotateSelf',
  summary: 'Rotate the token this request is made with',
  http: { method: 'POST', path: '/tokens/self/rotate', status: 201 },
  isOpen: true,
  input: z.object(rotationInput),
  output,
  async target({ db, actor }) {
    if (actor.kind !== 'bearer') return notFound('token');
    return loadFamily(db, actor.via.id);
  },
  // Not declared as its refusal: no page shows it.
  admit: async ({ tx, actor, target, made }) =>
    tokenRules.rotate(actor, await rotationView(tx, target, made)) ??
    refuseRotation(tx, actor, target, made),
  run: ({ tx, actor, input, target, secretBytes, serverSecret }) =>
    rotate(tx, actor, input, target, { secretBytes, serverSecret }),
  after: ({ tx, target }) => deliver(tx, target),
  reveal: ({ token }, secretBytes) => ({ secret: tokenSecretFromBytes(token.kind, secretBytes) }),
});

/** A retry asks about the successor alone: the token may well have ended since, as it was told to. */
const rotationView = (tx: Transaction, target: FamilyTarget, made: Rotated | null) =>
  readTokenView(tx, made === null ? target.id : made.token.id);

async function refuseRotation(
  tx: Transaction,
  actor: Actor,
  target: FamilyTarget,
  made: Rotated | null,
): Promise<Refusal | null> {
  const { row, group } = target;
  // A suspended token shows none of this as its status.
  const nobody = await refuseActingForNobody(tx, target);
  if (nobody) return nobody;
  const scopeIds = await keptScopes(tx, row);
  const escalation = await refuseMintingEscalation(tx, actor, group, scopeIds);
  if (escalation) return escalation;
  const unseen = await refuseUnseenSecret(tx, actor, target.identity);
  if (unseen) return unseen;
  return made === null ? refuseUsedSuccessor(tx, target) : refuseEndedToken(tx, made.token.id);
}

/** Who has lost the answer rotates again and replaces what nobody uses; what is used is not replaced. */
async function refuseUsedSuccessor(
  tx: Transaction,
  { row, family }: FamilyTarget,
): Promise<Refusal | null> {
  const head = headOf(family);
  if (!head || head.id === row.id) return null;
  const uses = await tx.$count(tokenUsage, eq(tokenUsage.tokenId, head.id));
  if (head.predecessorId === row.id && uses === 0) return null;
  return refuse(
    'conflict',
    'token_rotated',
    `${row.name} ••${row.last4} was rotated, and its successor ••${head.last4} is in use: rotate that one.`,
  );
}

async function rotate(
  tx: Transaction,
  actor: Actor,
  { overlapSeconds, untilFirstUse, reason }: Rotation,
  target: FamilyTarget,
  { secretBytes, serverSecret }: { secretBytes: Buffer; serverSecret: string },
): Promise<Refusal | Outcome<{ token: TokenView; predecessor: TokenView }>> {
  const { row } = target;
  const asked = overlapUnder(target, overlapSeconds);
  const underWay = asked > 0 ? await refuseUnderWay(tx, target) : null;
  if (underWay) return underWay;
  const succeeded = await succeed(
    tx,
    actor,
    target,
    {
      at: asked > 0 ? sql`clock_timestamp() + make_interval(secs => ${asked})` : AT_ONCE,
      onUse: untilFirstUse && asked > 0,
    },
    secretBytes,
  );
  if (isRefusal(succeeded)) return succeeded;
  const { token, retired, isRefused, ttlSeconds } = succeeded;
  const secret = tokenSecretFromBytes(token.kind, secretBytes);
  const by = { byName: actor.name, serverSecret };
  const delivery = await deliverByHand(tx, target, { token, ttlSeconds, secret }, by);
  const overlap = isRefused ? 0 : asked;
  const predecessor = await readTokenView(tx, row.id);
  return {
    value: { token, predecessor },
    audit: {
      before: { expiresAt: predecessor.expiresAt },
      after: {
        successor: token.id,
        expiresAt: token.expiresAt,
        overlapSeconds: overlap,
        retiresAt: predecessor.retiresAt,
        untilFirstUse,
        retired,
        ...(delivery && { rotation: delivery.id, destination: delivery.destinationName }),
      },
      reason,
      affects: [row.id, token.id, ...retired],
    },
  };
}

/**
 * What has not arrived yet has no successor: that would end the one whose secret is still there. Without an
 * overlap, as after a leak, nothing is kept.
 */
async function refuseUnderWay(tx: Transaction, { row }: FamilyTarget): Promise<Refusal | null> {
  const open = await openRotationOf(tx, row.familyId);
  if (open?.state !== 'minted' || open.successorId !== row.id) return null;
  const lives = await tx.$count(tokens, and(eq(tokens.id, open.predecessorId), isLiving));
  if (lives === 0) return null;
  return refuse(
    'conflict',
    'rotation_open',
    `${row.name} ••${row.last4} has not arrived at ${open.destinationName} yet: wait for it, retry its delivery, or rotate without an overlap.`,
  );
}

/** Where the secret is to be brought somewhere, that begins at once. */
async function deliver(tx: Transaction, { row }: FamilyTarget): Promise<void> {
  const open = await openRotationOf(tx, row.familyId);
  if (open) await enqueueAdvance(tx, open);
}

/** What is said, or the group's, and no longer than the organisation lets any token go on. */
const overlapUnder = ({ group, ceilings }: FamilyTarget, asked: number | undefined): number =>
  Math.min(
    asked ?? group.rotationOverlapSeconds,
    ceilings.rotationOverlapSeconds ?? MAX_OVERLAP_SECONDS,
  );
