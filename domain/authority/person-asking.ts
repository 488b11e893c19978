import { and, eq, or } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import type { Actor } from '@/domain/base/actor';

/**
 * The person who asks; of a service account, who minted the token that it asks with, or asked for that.
 * null where none did.
 */
export async function personAsking(
  db: Queryable,
  { type, id, via }: Pick<Actor, 'type' | 'id' | 'via'>,
): Promise<string | null> {
  if (type === 'person') return id;
  const [maker] = await db
    .select({ id: identities.id })
    .from(tokens)
    .innerJoin(
      identities,
      or(eq(identities.id, tokens.createdBy), eq(identities.id, tokens.approvalAskedBy)),
    )
    .where(and(eq(tokens.id, via.id ?? ''), eq(identities.type, 'person')));
  return maker?.id ?? null;
}
