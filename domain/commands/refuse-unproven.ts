import type { Transaction } from '@/db/client';
import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { AnyCommand } from './define';
import { RolledBack } from './rolled-back';

/**
 * Refuses what only somebody may do who has just proved who they are. It is no attempt beyond their
 * rights, so nothing is recorded: they prove it, and ask again.
 */
export async function refuseUnproven(
  command: AnyCommand,
  { actor, ...scope }: { tx: Transaction; actor: Actor; input: unknown; target: Target },
): Promise<Refusal | null> {
  if (actor.kind !== 'session' || actor.isProven) return null;
  return command.needsProof || (await command.needsProofFor?.(scope))
    ? refuse('conflict', 'proof_needed', 'Prove that it is you, then go on.')
    : null;
}

/** @throws {RolledBack} where it is refused */
export async function assertProven(...asked: Parameters<typeof refuseUnproven>): Promise<void> {
  const refusal = await refuseUnproven(...asked);
  if (refusal) throw new RolledBack(refusal);
}
