import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import type { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { ssoProviders } from '@/db/schema/sso';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';

/** How somebody came to be in a group: by hand, by a provider or client that owns it, or by the setup. */
const sourceSchema = z.object({
  type: z.enum(['manual', 'sso', 'scim', 'setup']),
  /** Of the identity provider, or of the service account that provisions; null for the others. */
  id: z.string().nullable(),
  name: z.string().nullable(),
});

export const membershipSchema = z.object({
  role: z.enum(['member', 'lead']),
  source: sourceSchema,
  addedBy: z.string(),
  addedAt: instantText(),
  expiresAt: instantText().nullable(),
  ended: z.boolean(),
});
export type ExplainedMembership = z.output<typeof membershipSchema>;

type MembershipRow = typeof memberships.$inferSelect;

/** Processes that make the first administrators, by the names under which they act. */
const SETUP_ACTORS: ReadonlySet<string> = new Set(['bootstrap', 'setup', 'start']);

/** Names of the providers and provisioning service accounts that own these memberships, by id. */
export async function sourceNames(
  db: Queryable,
  rows: readonly Pick<MembershipRow, 'source' | 'sourceId'>[],
): Promise<ReadonlyMap<string, string>> {
  const idsOf = (source: MembershipRow['source']) => [
    ...new Set(rows.flatMap((row) => (row.source === source && row.sourceId ? row.sourceId : []))),
  ];
  const [providers, clients] = [idsOf('sso'), idsOf('scim')];
  const named = [
    ...(providers.length === 0
      ? []
      : await db
          .select({ id: ssoProviders.id, name: ssoProviders.name })
          .from(ssoProviders)
          .where(inArray(ssoProviders.id, providers))),
    ...(clients.length === 0
      ? []
      : await db
          .select({ id: identities.id, name: identities.name })
          .from(identities)
          .where(inArray(identities.id, clients))),
  ];
  return new Map(named.map(({ id, name }) => [id, name]));
}

export function toExplainedMembership(
  row: MembershipRow,
  nowMs: number,
  names: ReadonlyMap<string, string>,
): ExplainedMembership {
  const { source, sourceId, expiresAt } = row;
  return {
    role: row.role,
    source:
      source === 'manual'
        ? { type: SETUP_ACTORS.has(row.addedBy) ? 'setup' : 'manual', id: null, name: null }
        : // What was removed since is known by the name under which it added them.
          { type: source, id: sourceId, name: names.get(sourceId ?? '') ?? row.addedByName },
    addedBy: row.addedByName,
    addedAt: toInstantText(row.createdAt),
    expiresAt: toInstantTextOrNull(expiresAt),
    ended: expiresAt !== null && nowMs >= expiresAt.getTime(),
  };
}
