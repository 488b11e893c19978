import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { hashTokenSecret, tokenHint, tokenSecretFromBytes } from '@/domain/base/token-format';
import { readTokenView, type TokenView } from './token-view';

type TokenRow = typeof tokens.$inferSelect;

/** A token that is about to exist. */
interface Minted {
  readonly identity: { readonly id: string; readonly type: 'person' | 'service' };
  readonly groupId: string;
  readonly name: string;
  readonly ttlSeconds: number;
  /** Ids of the scopes it is cut down to; null where it isn't. */
  readonly scopeIds: readonly string[] | null;
  readonly allowedCidrs: readonly string[];
  /** Whose child it is, which it never outlives; of its own otherwise. */
  readonly child?: {
    readonly of: Pick<TokenRow, 'id' | 'ancestorIds' | 'expiresAt' | 'retiresAt'>;
    readonly actsAs: string;
    readonly onlyApiId: string | null;
  };
  /** Whom it succeeds; a family of its own otherwise. */
  readonly predecessor?: Pick<TokenRow, 'id' | 'familyId' | 'state'>;
}

/** Stores a token; its secret is derived from the bytes and kept nowhere. */
export async function mint(
  tx: Transaction,
  actor: Actor,
  { identity, groupId, name, ttlSeconds, scopeIds, allowedCidrs, predecessor, child }: Minted,
  secretBytes: Buffer,
): Promise<TokenView> {
  const kind = identity.type === 'person' ? 'personal' : 'service';
  const secret = tokenSecretFromBytes(kind, secretBytes);
  const { first4, last4 } = tokenHint(secret);
  const id = newId('token');
  await tx.insert(tokens).values({
    ...{ id, kind, groupId, name, first4, last4 },
    identityId: identity.id,
    identityType: identity.type,
    familyId: predecessor?.familyId ?? newId('family'),
    predecessorId: predecessor?.id ?? null,
    parentId: child?.of.id ?? null,
    ancestorIds: child ? [...child.of.ancestorIds, child.of.id] : [],
    onlyApiId: child?.onlyApiId ?? null,
    actsAs: child?.actsAs ?? null,
    state: predecessor?.state ?? 'active',
    secretSha256: hashTokenSecret(secret),
    restricted: scopeIds !== null,
    allowedCidrs: [...allowedCidrs],
    expiresAt: sql`least(now() + make_interval(secs => ${ttlSeconds}), ${child?.of.expiresAt ?? null}::timestamptz, ${child?.of.retiresAt ?? null}::timestamptz)`,
    // By the expression of its end, so that both go by one clock.
    ...{ createdAt: sql`now()`, idleFrom: sql`now()` },
    createdBy: actor.id,
    createdByName: actor.name,
  });
  if (scopeIds && scopeIds.length > 0) {
    await tx.insert(tokenScopes).values(scopeIds.map((scopeId) => ({ tokenId: id, scopeId })));
  }
  return readTokenView(tx, id);
}
