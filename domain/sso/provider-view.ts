import { asc, count, eq, inArray, max } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { ssoAccounts, ssoMappings, ssoProviders } from '@/db/schema/sso';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import type { ProviderRow } from './provider-target';

const mappingSchema = z.object({
  externalGroup: z.string(),
  group: z.object({ id: z.string(), slug: z.string(), name: z.string() }),
  role: z.enum(['member', 'lead']),
  endsAfterSeconds: z.number().nullable(),
  createdBy: z.string(),
});

export const providerViewSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  issuer: z.string(),
  clientId: z.string(),
  /** The secret itself is never shown: `sealed`, the reference to it, or null for a public client. */
  clientSecret: z.string().nullable(),
  scopes: z.array(z.string()),
  groupsClaim: z.string().nullable(),
  createsPeople: z.boolean(),
  acceptsUnverifiedEmail: z.boolean(),
  enabled: z.boolean(),
  /** Kept in line with the variables `OIDC_*`. */
  fromEnvironment: z.boolean(),
  mappings: z.array(mappingSchema),
  /** People who are linked to an account of its issuer. */
  accounts: z.number(),
  lastSignInAt: instantText().nullable(),
  createdAt: instantText(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
});
export type ProviderView = z.output<typeof providerViewSchema>;

const secretOf = (row: ProviderRow): string | null =>
  row.fromEnvironment
    ? 'env:OIDC_CLIENT_SECRET'
    : row.secretSealed === null
      ? row.secretReference
      : 'sealed';

export async function toProviderViews(
  db: Queryable,
  rows: readonly ProviderRow[],
): Promise<ProviderView[]> {
  const mappings = await db
    .select({
      mapping: ssoMappings,
      group: { id: groups.id, slug: groups.slug, name: groups.name },
    })
    .from(ssoMappings)
    .innerJoin(groups, eq(groups.id, ssoMappings.groupId))
    .where(inArray(ssoMappings.providerId, ['', ...rows.map(({ id }) => id)]))
    .orderBy(asc(ssoMappings.externalGroup), asc(groups.slug));
  const linked = await db
    .select({ issuer: ssoAccounts.issuer, accounts: count(), last: max(ssoAccounts.lastSignInAt) })
    .from(ssoAccounts)
    .where(inArray(ssoAccounts.issuer, ['', ...rows.map(({ issuer }) => issuer)]))
    .groupBy(ssoAccounts.issuer);
  const byIssuer = new Map(linked.map((one) => [one.issuer, one]));
  return rows.map((row) => {
    const { id, slug, name, issuer, clientId, scopes, groupsClaim, enabled } = row;
    const { createsPeople, acceptsUnverifiedEmail, fromEnvironment } = row;
    return {
      ...{ id, slug, name, issuer, clientId, scopes, groupsClaim, enabled },
      ...{ createsPeople, acceptsUnverifiedEmail, fromEnvironment, clientSecret: secretOf(row) },
      mappings: mappings
        .filter(({ mapping }) => mapping.providerId === id)
        .map(({ mapping: { externalGroup, role, endsAfterSeconds, createdByName }, group }) => ({
          ...{ externalGroup, group, role, endsAfterSeconds, createdBy: createdByName },
        })),
      accounts: byIssuer.get(issuer)?.accounts ?? 0,
      lastSignInAt: toInstantTextOrNull(byIssuer.get(issuer)?.last ?? null),
      createdAt: toInstantText(row.createdAt),
      createdBy: { id: row.createdBy, name: row.createdByName },
    };
  });
}

export async function readProviderView(db: Queryable, id: string): Promise<ProviderView> {
  const rows = await db.select().from(ssoProviders).where(eq(ssoProviders.id, id));
  const [view] = await toProviderViews(db, rows);
  if (!view) throw new Error(`provider ${id} vanished while it was held`);
  return view;
}

/** Ids of the groups that a provider's groups lead to. */
export async function mappedGroupIds(db: Queryable, providerId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ id: ssoMappings.groupId })
    .from(ssoMappings)
    .where(eq(ssoMappings.providerId, providerId));
  return rows.map(({ id }) => id);
}
