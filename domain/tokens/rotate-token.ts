import { and, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { tokenUsage } from '@/db/schema/operating';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { prose } from '@/domain/base/input';
import { isRefusal, notFound, type Refusal, refuse } from '@/domain/base/refusal';
import { tokenSecretFromBytes } from '@/domain/base/token-format';
import { defineCommand, type Outcome } from '@/domain/commands/define';
import { narrowCidrs } from '@/domain/decision/address-filter';
import { type FamilyTarget, loadFamily, type TokenRow } from './family';
import { hasLivingMembership, refuseEndedToken, refuseMintingEscalation } from './may-mint';
import { mint } from './mint';
import { permitMinting } from './minting-right';
import { scopesOfGroup } from './restriction';
import { MAX_OVERLAP_SECONDS } from './token-facts';
import { tokenRules } from './token-rules';
import { readTokenView, type TokenView, tokenViewSchema } from './token-view';

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
  refusal: tokenRules.rotate,
  view: ({ tx, target, made }) => rotationView(tx, target, made),
  admit: ({ tx, actor, target, made }) => refuseRotation(tx, actor, target, made),
  run: ({ tx, actor, input, target, secretBytes }) => rotate(tx, actor, input, target, secretBytes),
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
  run: ({ tx, actor, input, target, secretBytes }) => rotate(tx, actor, input, target, secretBytes),
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
  const { row, group, identity } = target;
  // A suspended token shows none of this as its status.
  const isHeld = group.state === 'active' && identity.state === 'active';
  if (!isHeld || !(await hasLivingMembership(tx, group.id, identity.id))) {
    return refuse('conflict', 'token_not_active', `${row.name} acts for nobody in ${group.name}.`);
  }
  const scopeIds = await keptScopes(tx, row);
  const escalation = await refuseMintingEscalation(tx, actor, group, scopeIds);
  if (escalation) return escalation;
  return made === null ? refuseUsedSuccessor(tx, target) : refuseEndedToken(tx, made.token.id);
}

/** Who has lost the answer rotates again and replaces what nobody uses; what is used is not replaced. */
async function refuseUsedSuccessor(
  tx: Transaction,
  { row, family }: FamilyTarget,
): Promise<Refusal | null> {
  const head = family.find((one) => one.state !== 'revoked' && one.retiresAt === null);
  if (!head || head.id === row.id) return null;
  const uses = await tx.$count(tokenUsage, eq(tokenUsage.tokenId, head.id));
  if (head.predecessorId === row.id && uses === 0) return null;
  return refuse(
    'conflict',
    'token_rotated',
    `${row.name} ••${row.last4} was rotated, and its successor ••${head.last4} is in use: rotate that one.`,
  );
}

/** What the group still owns of the scopes that the token is cut down to; null where it isn't. */
export async function keptScopes(tx: Transaction, row: TokenRow): Promise<string[] | null> {
  if (!row.restricted) return null;
  const owned = (await scopesOfGroup(tx, row.groupId)).map((scope) => scope.id);
  const kept = await tx
    .select({ id: tokenScopes.scopeId })
    .from(tokenScopes)
    .where(and(eq(tokenScopes.tokenId, row.id), inArray(tokenScopes.scopeId, ['', ...owned])));
  return kept.map(({ id }) => id);
}

async function rotate(
  tx: Transaction,
  actor: Actor,
  { overlapSeconds, untilFirstUse, reason }: Rotation,
  target: FamilyTarget,
  secretBytes: Buffer,
): Promise<Refusal | Outcome<{ token: TokenView; predecessor: TokenView }>> {
  const { row, group, identity } = target;
  const allowedCidrs = keptAddresses(target);
  if (isRefusal(allowedCidrs)) return allowedCidrs;
  const isRefused = await isRefusedByPolicy(tx, row.id);
  const overlap = isRefused ? 0 : overlapUnder(target, overlapSeconds);
  const retired = await retireOthers(tx, row);
  await tx
    .update(tokens)
    .set({
      retiresAt: sql`clock_timestamp() + make_interval(secs => ${overlap})`,
      retiresOnUse: untilFirstUse && overlap > 0,
    })
    .where(eq(tokens.id, row.id));
  const lifetime = (row.expiresAt.getTime() - row.createdAt.getTime()) / 1_000;
  const scopeIds = await keptScopes(tx, row);
  const token = await mint(
    tx,
    actor,
    {
      ...{ identity, groupId: group.id, name: row.name, scopeIds, predecessor: row },
      ttlSeconds: Math.min(Math.ceil(lifetime), group.maxTtlSeconds),
      allowedCidrs,
    },
    secretBytes,
  );
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
      },
      reason,
      affects: [row.id, token.id, ...retired],
    },
  };
}

/** What is said, or the group's, and no longer than the organisation lets any token go on. */
const overlapUnder = ({ group, ceilings }: FamilyTarget, asked: number | undefined): number =>
  Math.min(
    asked ?? group.rotationOverlapSeconds,
    ceilings.rotationOverlapSeconds ?? MAX_OVERLAP_SECONDS,
  );

type Addressed = Pick<FamilyTarget, 'row' | 'group' | 'ceilings'>;

/** Whether the policy refuses it: it must not work again for having been rotated. */
export const isRefusedByPolicy = async (tx: Transaction, tokenId: string): Promise<boolean> =>
  (await readTokenView(tx, tokenId)).blockedBy === 'policy_not_met';

/** The addresses the token names, as far as today's policy lets it. */
export function keptAddresses({ row, group, ceilings }: Addressed): Refusal | string[] {
  const kept = [group.allowedCidrs, ceilings.allowedCidrs].reduce(narrowCidrs, row.allowedCidrs);
  // None would be no limit at all.
  return row.allowedCidrs.length > 0 && kept.length === 0
    ? refuse(
        'conflict',
        'policy_not_met',
        `${row.name} works from none of the addresses that ${group.name} allows now: create another token.`,
      )
    : kept;
}

/** Ends whatever else of the family was alive. @returns their ids */
export async function retireOthers(tx: Transaction, row: TokenRow): Promise<string[]> {
  const goesOn = or(isNull(tokens.retiresAt), gt(tokens.retiresAt, sql`clock_timestamp()`));
  const others = await tx
    .update(tokens)
    .set({ retiresAt: sql`clock_timestamp()`, retiresOnUse: false })
    .where(
      and(
        eq(tokens.familyId, row.familyId),
        ne(tokens.id, row.id),
        ne(tokens.state, 'revoked'),
        goesOn,
      ),
    )
    .returning({ id: tokens.id });
  return others.map(({ id }) => id);
}
