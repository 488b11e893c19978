import { eq } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { personAsking } from '@/domain/authority/person-asking';
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
