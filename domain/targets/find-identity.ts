import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { memberships, serviceOwners } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import { hasEmail } from './email-forms';

export type IdentityRow = typeof identities.$inferSelect;

/** Finds a person by id or email, a service account by id or slug. */
export async function findIdentity(
  db: Queryable,
  reference: string,
  lock: 'update' | 'no key update' | false = false,
): Promise<IdentityRow | Refusal> {
  const where = looksLikeId('identity', reference)
    ? eq(identities.id, reference)
    : reference.includes('@')
      ? hasEmail(reference)
      : eq(identities.slug, reference);
  const query = db.select().from(identities).where(where);
  const [row] = lock ? await query.for(lock) : await query;
  return row ?? notFound('identity');
}

export interface IdentityTarget extends Target {
  readonly type: 'identity';
  readonly id: string;
  readonly row: IdentityRow;
  /** The group that the service account belongs to; null for people, and where it belongs to none. */
  readonly ownerGroupId: string | null;
}

/** Loads an identity to act on, with the groups through which a lead reaches it. */
export async function loadIdentityTarget(
  db: Queryable,
  reference: string,
  lock = true,
): Promise<IdentityTarget | Refusal> {
  const row = await findIdentity(db, reference, lock && 'update');
  if ('ok' in row) return row;
  const groups = await db
    .select({ id: memberships.groupId })
    .from(memberships)
    .where(eq(memberships.identityId, row.id));
  const [owner] =
    row.type === 'service'
      ? await db
          .select({ id: serviceOwners.groupId })
          .from(serviceOwners)
          .where(eq(serviceOwners.identityId, row.id))
      : [];
  return {
    type: 'identity',
    id: row.id,
    name: row.name,
    groupIds: [...groups, ...(owner ? [owner] : [])].map(({ id }) => id),
    identityId: row.id,
    row,
    ownerGroupId: owner?.id ?? null,
  };
}
