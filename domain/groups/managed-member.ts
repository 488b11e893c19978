import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import type { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { ssoProviders } from '@/db/schema/sso';
import { type Refusal, refuse } from '@/domain/base/refusal';

type Source = Pick<typeof memberships.$inferSelect, 'source' | 'sourceId'>;

/**
 * Refuses to change or remove by hand what a provider has given: it would give it again. Whoever must
 * be stopped is suspended, or stopped.
 */
export async function refuseManaged(
  db: Queryable,
  edited: readonly { readonly before: Source; readonly name: string; readonly path: string }[],
): Promise<Refusal | null> {
  const managed = edited.find(({ before }) => before.source !== 'manual');
  if (!managed) return null;
  const { before, name, path } = managed;
  const table = before.source === 'sso' ? ssoProviders : identities;
  const [owner] = await db
    .select({ name: table.name })
    .from(table)
    .where(eq(table.id, before.sourceId ?? ''));
  const source = owner?.name ?? (before.source === 'sso' ? 'single sign-on' : 'SCIM');
  const message = `${name} is a member because ${source} says so: change it there. To stop somebody at once, suspend them.`;
  return refuse('conflict', 'managed_membership', message, [{ path, message }]);
}
