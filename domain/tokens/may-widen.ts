import type { Transaction } from '@/db/client';
import { notGranted } from '@/domain/authority/not-granted';
import { tokensNeedSecondPerson } from '@/domain/authority/provisions-administrators';
import { type Actor, isGranted } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { invalid, isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { liesWithin } from '@/domain/policy/lies-within';
import type { AskedLimits, LimitsTarget } from './limits';
import { refuseActingForNobody, refuseMintingEscalation } from './may-mint';
import { permitMinting } from './minting-right';
import { MIN_LIFETIME_SECONDS } from './token-facts';

const MINTS: OperationName = 'tokens.create';

/** What today's policy lets no token have, whoever asks; a lifetime counts from when it was made. */
export async function refuseBeyondPolicy(
  tx: Transaction,
  { row, group, ceilings }: LimitsTarget,
  { expiresAt, allowedCidrs }: AskedLimits,
): Promise<Refusal | null> {
  if (expiresAt !== undefined) {
    const endsMs = Date.parse(expiresAt);
    if (endsMs < Date.now() + MIN_LIFETIME_SECONDS * 1_000) {
      return invalid('expiresAt', 'This is over, or nearly: revoke the token to end it now.');
    }
    const latest = new Date(row.createdAt.getTime() + group.maxTtlSeconds * 1_000);
    if (endsMs > latest.getTime()) {
      return invalid(
        'expiresAt',
        `${group.name} lets it live until ${latest.toISOString()}: rotate it for longer.`,
      );
    }
  }
  for (const allowed of [group.allowedCidrs, ceilings.allowedCidrs]) {
    if (await liesWithin(tx, allowedCidrs ?? [], allowed)) continue;
    const list = allowed.join(', ');
    return invalid('allowedCidrs', `${group.name} allows only addresses in ${list}.`);
  }
  return null;
}

/** Whoever widens a token gives what they would by making another: the same rules hold. */
export async function refuseWidening(
  tx: Transaction,
  actor: Actor,
  target: LimitsTarget,
  scopeIds: readonly string[] | null,
): Promise<Refusal | null> {
  const { row, group, identity } = target;
  const right = isGranted(actor, MINTS) ? null : permitMinting(actor, { row: group, identity });
  if (right === false) return notGranted(MINTS);
  if (isRefusal(right)) return right;
  if (identity.type === 'person' && identity.id !== actor.id) {
    return refuse(
      'forbidden',
      'personal_token',
      `Only ${identity.name} widens what acts as them: others narrow it.`,
    );
  }
  const nobody = await refuseActingForNobody(tx, target);
  if (nobody) return nobody;
  const escalation = await refuseMintingEscalation(tx, actor, group, scopeIds);
  if (escalation) return escalation;
  const isService = identity.type === 'service' && group.approveServiceTokens;
  if (!isService && !(await tokensNeedSecondPerson(tx, identity.id))) return null;
  return refuse(
    'forbidden',
    'second_person',
    `A second person approves what ${row.name} opens: create another token, which they see.`,
  );
}
