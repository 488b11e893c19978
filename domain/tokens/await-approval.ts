import { and, eq, or } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { approversIn } from '@/domain/notices/recipients';
import { readTokenView, type TokenView } from './token-view';

/** Makes a service token that was just minted stand still until a second person approves it, and tells whoever can. */
export async function awaitApproval(
  tx: Transaction,
  actor: Actor,
  tokenId: string,
  group: { readonly id: string; readonly name: string; readonly whoMayMint: string },
): Promise<TokenView> {
  const asker = await personAsking(tx, actor);
  await tx
    .update(tokens)
    .set({
      ...{ state: 'suspended', approval: 'awaiting' },
      approvalAskedBy: asker,
    })
    .where(eq(tokens.id, tokenId));
  const token = await readTokenView(tx, tokenId);
  for (const to of await approversIn(tx, group, asker)) {
    await raiseNotice(tx, {
      ...{ kind: 'token.awaits', to, onceKey: `token.awaits ${tokenId}` },
      about: { type: 'token', id: tokenId, name: token.name },
      facts: { by: actor.name, group: group.name },
    });
  }
  return token;
}

/**
 * The person who asks; of a service account, who minted the token that it asks with, or asked for that.
 * null where none did.
 */
export async function personAsking(
  tx: Transaction,
  { type, id, via }: Actor,
): Promise<string | null> {
  if (type === 'person') return id;
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
