import { and, asc, eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { ssoProviders } from '@/db/schema/sso';
import { looksLikeId } from '@/domain/base/ids';
import { notFound, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export type ProviderRow = typeof ssoProviders.$inferSelect;

interface ProviderTarget extends Target {
  readonly type: 'ssoProvider';
  readonly id: string;
  readonly row: ProviderRow;
}

/** Loads a provider by id or slug; `lock` holds its row until the command commits. */
export async function loadProvider(
  db: Queryable,
  reference: string,
  lock: 'update' | 'share' | false = false,
): Promise<ProviderTarget | Refusal> {
  const column = looksLikeId('ssoProvider', reference) ? ssoProviders.id : ssoProviders.slug;
  const query = db.select().from(ssoProviders).where(eq(column, reference));
  const [row] = lock ? await query.for(lock) : await query;
  if (!row) return notFound('ssoProvider');
  return { type: 'ssoProvider', id: row.id, name: row.name, row };
}

/** The provider that an address names, whether it lets anybody in or not. */
export async function findProvider(db: Queryable, slug: string): Promise<ProviderRow | undefined> {
  const [row] = await db.select().from(ssoProviders).where(eq(ssoProviders.slug, slug));
  return row;
}

/** The provider that an address names; undefined where there is none that lets in. */
export async function findEnabledProvider(
  db: Queryable,
  slug: string,
): Promise<ProviderRow | undefined> {
  const [row] = await db
    .select()
    .from(ssoProviders)
    .where(and(eq(ssoProviders.slug, slug), eq(ssoProviders.enabled, true)));
  return row;
}

/** What the sign-in page offers to everybody. */
export const listSignInProviders = (
  db: Queryable,
): Promise<{ readonly slug: string; readonly name: string }[]> =>
  db
    .select({ slug: ssoProviders.slug, name: ssoProviders.name })
    .from(ssoProviders)
    .where(eq(ssoProviders.enabled, true))
    .orderBy(asc(ssoProviders.name), asc(ssoProviders.id));
