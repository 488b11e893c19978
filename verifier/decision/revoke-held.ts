import type { Database } from '@/db/client';
import { holderActor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { hashTokenSecret, parseTokenSecret } from '@/domain/base/token-format';
import { runCommand } from '@/domain/commands/run';
import { revokeToken } from '@/domain/tokens/revoke-token';
import type { SnapshotSource } from '../snapshots/snapshot-store';

/**
 * Revokes the token somebody presents, in the name of its identity and through itself. Strangers
 * may ask, so tokens are found many at once and by few connections.
 * @returns the token's id, null where there was nothing to revoke
 */
export async function revokeHeld(
  db: Database,
  { token: findToken }: Pick<SnapshotSource, 'token'>,
  secret: string,
  request: RequestOrigin,
): Promise<string | null> {
  if (!parseTokenSecret(secret).ok) return null;
  const snapshot = await findToken(hashTokenSecret(secret));
  if (snapshot === null || snapshot.token.state === 'revoked') return null;
  const { token, identity } = snapshot;
  // The right to end what one holds, and it is used on nothing else.
  const actor = holderActor(token.id, identity, revokeToken.operation);
  const reason = 'Revoked by its holder.';
  // Without an idempotency key no secret is derived from the server's.
  const context = { db, actor, request, serverSecret: '' };
  const result = await runCommand(revokeToken, context, { token: token.id, reason });
  if (!result.ok && result.code !== 'token_revoked') {
    throw new Error(`the holder could not revoke ${token.id}: ${result.code}`);
  }
  return token.id;
}
