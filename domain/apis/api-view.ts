import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { subquery } from '@/db/subquery';
import { isKnownGroup } from '@/domain/authority/known-groups';
import { isKnownScope } from '@/domain/authority/known-scopes';
import type { Actor } from '@/domain/base/actor';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';

export const apiViewSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  hosts: z.array(z.string()),
  /** The first of `basePaths`. */
  basePath: z.string(),
  basePaths: z.array(z.string()),
  ignoresTrailingSlash: z.boolean(),
  builtIn: z.boolean(),
  /** Of a frozen one nothing can be called. */
  state: z.enum(['active', 'frozen']),
  frozenReason: z.string().nullable(),
  /** When it thaws by itself; null where somebody must do it, or where it isn't frozen. */
  frozenUntil: instantText().nullable(),
  operationCount: z.number(),
  /** Scopes and groups the reader may know of. */
  scopeCount: z.number(),
  groupCount: z.number(),
  document: z
    .object({
      title: z.string().nullable(),
      version: z.string().nullable(),
      specification: z.string().nullable(),
      importedAt: instantText(),
    })
    .nullable(),
  createdAt: instantText(),
});
export type ApiView = z.output<typeof apiViewSchema>;

/** Selects APIs as this actor may see them; add `where`, `orderBy` and `limit`. */
export const selectApis = (db: Queryable, actor: Actor) =>
  db
    .select({
      api: apis,
      operationCount: subquery<number>(
        sql`(select count(*)::int from ${operations} where ${operations.apiId} = ${apis.id})`,
      ),
      scopeCount: subquery<number>(
        sql`(select count(*)::int from ${scopes} where ${scopes.apiId} = ${apis.id} and ${isKnownScope(db, actor)})`,
      ),
      groupCount:
        subquery<number>(sql`(select count(distinct ${groupScopes.groupId})::int from ${groupScopes}
        join ${scopes} on ${scopes.id} = ${groupScopes.scopeId} where ${scopes.apiId} = ${apis.id}
        and ${isKnownGroup(actor, groupScopes.groupId)})`),
    })
    .from(apis);

type ApiRow = Awaited<ReturnType<typeof selectApis>>[number];

export function toApiView({ api, ...counts }: ApiRow): ApiView {
  const importedAt = toInstantTextOrNull(api.importedAt);
  return {
    id: api.id,
    slug: api.slug,
    name: api.name,
    hosts: api.hosts,
    basePath: api.basePath,
    basePaths: [api.basePath, ...api.otherBasePaths],
    ignoresTrailingSlash: api.ignoresTrailingSlash,
    builtIn: api.builtIn,
    state: api.state,
    frozenReason: api.frozenReason,
    frozenUntil: toInstantTextOrNull(api.frozenUntil),
    ...counts,
    document:
      importedAt === null
        ? null
        : {
            title: api.documentTitle,
            version: api.documentVersion,
            specification: api.documentSpecification,
            importedAt,
          },
    createdAt: toInstantText(api.createdAt),
  };
}

export async function readApiView(db: Queryable, actor: Actor, apiId: string): Promise<ApiView> {
  const [row] = await selectApis(db, actor).where(eq(apis.id, apiId));
  if (!row) throw new Error(`API ${apiId} vanished`);
  return toApiView(row);
}
