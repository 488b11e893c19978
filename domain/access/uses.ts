import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { operationUses } from '@/db/schema/operating';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import { instantText, toInstantText } from '@/domain/base/instant';
import { USES_DAYS } from './uses-days';

/** So many operations that are not granted are named. */
const MAX_OTHERS = 20;
const LATELY_DAYS = 30;

const operationUseSchema = z.object({
  name: z.string(),
  method: z.string().nullable(),
  pathTemplate: z.string().nullable(),
  /** Allowed requests in the last 30 and 90 days. */
  used30: z.number(),
  used90: z.number(),
  /** When it was last allowed and last denied, in 400 days. */
  lastUsedAt: instantText().nullable(),
  lastDeniedAt: instantText().nullable(),
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
  /** What is not granted, and was asked for and denied: those of late, the newest first. */
  others: z.array(
    z.object({ api: z.string(), operation: z.string(), lastDeniedAt: instantText() }),
  ),
});
export type Uses = z.output<typeof usesSchema>;

interface Use {
  readonly api: string;
  readonly operation: string;
  readonly used30: number;
  readonly used90: number;
  readonly lastUsedAt: Date | null;
  readonly lastDeniedAt: Date | null;
}

/** What of these scopes was used by whoever `whose` says of `operation_uses`: requests, by operation. */
export async function readUses(
  db: Queryable,
  whose: SQL,
  scopes: readonly GrantedScope[],
): Promise<Uses> {
  const uses = new Map((await countUses(db, whose)).map((use) => [keyOf(use), use]));
  const shown = scopes.map(({ id, name, api, operations }) => {
    const counted = operations.map((operation) => {
      const use = uses.get(keyOf({ api: api.slug, operation: operation.name }));
      return {
        ...{ name: operation.name, method: operation.method },
        pathTemplate: operation.pathTemplate,
        ...{ used30: use?.used30 ?? 0, used90: use?.used90 ?? 0 },
        ...{ lastUsedAt: toText(use?.lastUsedAt), lastDeniedAt: toText(use?.lastDeniedAt) },
      };
    });
    const isUnused = counted.every(({ used90 }) => used90 === 0);
    return { id, name, api: { slug: api.slug, name: api.name }, isUnused, operations: counted };
  });
  const distinct = new Map(
    shown.flatMap(({ api, operations }) =>
      operations.map(
        (operation) => [keyOf({ api: api.slug, operation: operation.name }), operation] as const,
      ),
    ),
  );
  const each = [...distinct.values()];
  return {
    ...{ scopes: shown, granted: each.length },
    used30: each.filter(({ used30 }) => used30 > 0).length,
    used90: each.filter(({ used90 }) => used90 > 0).length,
    others: othersOf(uses, distinct),
  };
}

const keyOf = ({ api, operation }: Pick<Use, 'api' | 'operation'>) => `${api} ${operation}`;

function othersOf(uses: ReadonlyMap<string, Use>, granted: ReadonlyMap<string, unknown>) {
  return [...uses]
    .flatMap(([key, { api, operation, lastDeniedAt }]) =>
      granted.has(key) || lastDeniedAt === null
        ? []
        : [{ api, operation, lastDeniedAt: toInstantText(lastDeniedAt) }],
    )
    .sort((one, other) => (one.lastDeniedAt < other.lastDeniedAt ? 1 : -1))
    .slice(0, MAX_OTHERS);
}

const toText = (at: Date | null | undefined): string | null => (at ? toInstantText(at) : null);
const within = (days: number): SQL =>
  sql`${operationUses.lastAllowedAt} > now() - make_interval(days => ${days})`;
const allowedWithin = (days: number) =>
  sql<number>`coalesce(sum(${operationUses.allowed}) filter (where ${within(days)}), 0)`.mapWith(
    Number,
  );
const latest = (column: typeof operationUses.lastAllowedAt) =>
  sql<Date | null>`max(${column})`.mapWith((text: string) => new Date(text));

/** From what was counted by the day as decisions arrived, which outlives them. */
const countUses = (db: Queryable, whose: SQL): Promise<Use[]> =>
  db
    .select({
      ...{ api: operationUses.api, operation: operationUses.operation },
      ...{ used30: allowedWithin(LATELY_DAYS), used90: allowedWithin(USES_DAYS) },
      lastUsedAt: latest(operationUses.lastAllowedAt),
      lastDeniedAt: latest(operationUses.lastDeniedAt),
    })
    .from(operationUses)
    .where(whose)
    .groupBy(operationUses.api, operationUses.operation);
