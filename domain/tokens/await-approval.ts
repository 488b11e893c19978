import { and, eq, or } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { readTokenView, type TokenView } from './token-view';

/** Makes a service token that was just minted stand still until a second person approves it. */
export async function awaitApproval(
  tx: Transaction,
  actor: Actor,
  tokenId: string,
): Promise<TokenView> {
  await tx
    .update(tokens)
    .set({
      ...{ state: 'suspended', approval: 'awaiting' },
      approvalAskedBy: actor.type === 'person' ? actor.id : await personBehind(tx, actor),
    })
    .where(eq(tokens.id, tokenId));
  return readTokenView(tx, tokenId);
}

/** Whoever minted the token that a service account asks with, or asked for it; null where that was none. */
async function personBehind(tx: Transaction, { via }: Actor): Promise<string | null> {
  const [maker] = await tx
    .select({ id: identities.id })
    .from(tokens)
    .innerJoin(
      identities,
      or(eq(identities.id, tokens.createdBy), eq(identities.id, tokens.approvalAskedBy)),
    )
    .where(and(eq(tokens.id, via.id ?? ''), eq(identities.type, 'person')));
  return maker?.id ?? null;
}
