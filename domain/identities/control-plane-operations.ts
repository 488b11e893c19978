import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { controlPlaneOperationsOfGroup } from '@/domain/access/escalation';

/** All control-plane operations an identity holds through any group it is in. */
export async function controlPlaneOperationsOfIdentity(
  db: Queryable,
  identityId: string,
): Promise<string[]> {
  const rows = await db
    .select({ groupId: memberships.groupId })
    .from(memberships)
    .where(eq(memberships.identityId, identityId));
  const held = new Set<string>();
  for (const { groupId } of rows) {
    for (const operation of await controlPlaneOperationsOfGroup(db, groupId)) held.add(operation);
  }
  return [...held];
}
