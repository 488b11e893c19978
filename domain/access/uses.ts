import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { decisions } from '@/db/schema/history';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { instantText, toInstantText } from '@/domain/base/instant';

/** How far back uses are counted. */
export const USES_DAYS = 90;
const LATELY_DAYS = 30;

const operationUseSchema = z.object({
  name: z.string(),
  method: z.string().nullable(),
  pathTemplate: z.string().nullable(),
  /** Allowed requests in the last 30 and 90 days. */
  used30: z.number(),
  used90: z.number(),
  lastUsedAt: instantText().nullable(),
});

export const usesSchema = z.object({
  scopes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      api: z.object({ slug: z.string(), name: z.string() }),
      /** Whether none of its operations was used in 90 days. */
      isUnused: z.boolean(),
      operations: z.array(operationUseSchema),
    }),
  ),
  /** Distinct operations: granted, and of those used in 30 and in 90 days. */
  granted: z.number(),
  used30: z.number(),
  used90: z.number(),
});
export type Uses = z.output<typeof usesSchema>;

interface Use {
  readonly api: string | null;
  readonly operation: string | null;
  readonly used30: number;
  readonly used90: number;
  readonly lastAt: Date;
}

/** What of these scopes was used in 90 days by whoever `whose` says: allowed requests, by operation. */
export async function readUses(
  db: Queryable,
  whose: SQL | undefined,
  scopes: readonly GrantedScope[],
): Promise<Uses> {
  const uses = await countUses(db, whose, [...new Set(scopes.map(({ api }) => api.slug))]);
  const findUse = (api: string, operation: string) =>
    uses.find((use) => use.api === api && use.operation === operation);
  const shown = scopes.map(({ id, name, api, operations }) => {
    const counted = operations.map((operation) => {
      const use = findUse(api.slug, operation.name);
      return {
        ...{ name: operation.name, method: operation.method },
        pathTemplate: operation.pathTemplate,
        ...{ used30: use?.used30 ?? 0, used90: use?.used90 ?? 0 },
        lastUsedAt: use ? toInstantText(use.lastAt) : null,
      };
    });
    const isUnused = counted.every(({ used90 }) => used90 === 0);
    return { id, name, api: { slug: api.slug, name: api.name }, isUnused, operations: counted };
  });
  const distinct = new Map(
    shown.flatMap(({ api, operations }) =>
      operations.map((operation) => [`${api.slug} ${operation.name}`, operation] as const),
    ),
  );
  const each = [...distinct.values()];
  return {
    ...{ scopes: shown, granted: each.length },
    used30: each.filter(({ used30 }) => used30 > 0).length,
    used90: each.filter(({ used90 }) => used90 > 0).length,
  };
}

const countUses = (
  db: Queryable,
  whose: SQL | undefined,
  apis: readonly string[],
): Promise<Use[]> =>
  db
    .select({
      ...{ api: decisions.api, operation: decisions.operation },
      used30: sql<number>`coalesce(sum(${decisions.foldedCount}) filter (where ${decisions.at} > now() - make_interval(days => ${LATELY_DAYS})), 0)::int`,
      used90: sql<number>`sum(${decisions.foldedCount})::int`,
      lastAt: sql<Date>`max(${decisions.at})`.mapWith((text: string) => new Date(text)),
    })
    .from(decisions)
    .where(
      and(
        whose,
        eq(decisions.outcome, 'allowed'),
        inArray(decisions.api, [...apis, '']),
        sql`${decisions.at} > now() - make_interval(days => ${USES_DAYS})`,
      ),
    )
    .groupBy(decisions.api, decisions.operation);
