import { and, asc, eq, exists, ilike, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations } from '@/db/schema/apis';
import { packedCursor, pageInput, reference, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { defineQuery } from '@/domain/commands/define';
import { operationSchema, toExplainedOperation } from './granting';
import {
  isOneSubject,
  loadSubject,
  ONE_SUBJECT,
  permitSubject,
  subjectInput,
  subjectSchema,
  toSubject,
} from './subject';
import { openingGroups, ownedScopes, waySchema, waysOf } from './ways';

const placeSchema = z.tuple([
  z.string().regex(/^[a-z0-9-]+$/),
  z.string().refine((text) => !text.includes('\0')),
]);

/**
 * The operations that a token, a person or service account, or a group opens, by API and name, each with
 * its ways: through which of the groups, by which scopes, by right of which membership. Of somebody, what
 * living memberships in active groups open; of a token, what is left of it by its restriction.
 */
export const listOpenedOperations = defineQuery({
  operation: 'access.listOperations',
  summary: 'List the operations that somebody or something opens, and why',
  http: { method: 'GET', path: '/access/operations' },
  input: z
    .object({
      ...subjectInput,
      /** Of any of these APIs, by id or slug. */
      api: z.union([reference(), z.array(reference()).max(50)]).optional(),
      q: searchText(),
      limit: pageInput.limit,
      cursor: packedCursor().refine(
        (cursor) => cursor === undefined || readPlace(cursor) !== null,
        'This cursor is not one of ours.',
      ),
    })
    .refine(isOneSubject, ONE_SUBJECT),
  output: z.object({
    subject: subjectSchema,
    items: z.array(z.object({ operation: operationSchema, ways: z.array(waySchema) })),
    total: z.number(),
    /** All that it opens, by API, whichever were asked for. */
    apis: z.array(
      z.object({ id: z.string(), slug: z.string(), name: z.string(), operationCount: z.number() }),
    ),
    /** Groups out of the reader's reach are left out: it may open more. */
    isPartial: z.boolean(),
    nextCursor: z.string().nullable(),
  }),
  target: ({ db, input }) => loadSubject(db, input),
  permit: (actor, target) => permitSubject('access.listOperations', actor, target),
  async run({ db, actor, input, target }) {
    const { groups: opening, isPartial } = await openingGroups(db, actor, target);
    const owned = await ownedScopes(db, target, [...opening.keys()]);
    const scopeIds = [...new Set(owned.map(({ scopeId }) => scopeId)), ''];
    const held = exists(
      db
        .select({ one: sql`1` })
        .from(scopeOperations)
        .where(
          and(
            eq(scopeOperations.operationId, operations.id),
            inArray(scopeOperations.scopeId, scopeIds),
          ),
        ),
    );
    const counts = await db
      .select({
        ...{ id: apis.id, slug: apis.slug, name: apis.name },
        operationCount: sql<number>`count(*)::int`,
      })
      .from(operations)
      .innerJoin(apis, eq(apis.id, operations.apiId))
      .where(held)
      .groupBy(apis.id, apis.slug, apis.name)
      .orderBy(asc(apis.slug));
    const matching = and(held, meets(input));
    const after = input.cursor === undefined ? null : readPlace(input.cursor);
    const rows = await db
      .select({ operation: operations, api: apis })
      .from(operations)
      .innerJoin(apis, eq(apis.id, operations.apiId))
      .where(
        and(
          matching,
          after ? sql`(${apis.slug}, ${operations.name}) > (${after[0]}, ${after[1]})` : undefined,
        ),
      )
      .orderBy(asc(apis.slug), asc(operations.name))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ api, operation }) =>
      packPlace(api.slug, operation.name),
    );
    const holding = await scopesOfEach(
      db,
      page.items.map(({ operation }) => operation.id),
      scopeIds,
    );
    const total =
      input.q === undefined && input.api === undefined
        ? counts.reduce((sum, { operationCount }) => sum + operationCount, 0)
        : await countMatching(db, matching);
    return {
      subject: toSubject(target),
      items: page.items.map((found) => ({
        operation: toExplainedOperation(found),
        ways: waysOf(holding.get(found.operation.id) ?? new Set(), opening, owned),
      })),
      ...{ total, apis: counts, isPartial, nextCursor: page.nextCursor },
    };
  },
});

function meets({ api, q }: { api?: string | string[] | undefined; q?: string | undefined }) {
  const chosen = [api ?? []].flat();
  const pattern = q === undefined ? undefined : containsPattern(q);
  return and(
    chosen.length === 0 ? undefined : or(inArray(apis.id, chosen), inArray(apis.slug, chosen)),
    pattern === undefined
      ? undefined
      : or(
          ilike(operations.name, pattern),
          ilike(sql`${operations.method} || ' ' || ${operations.pathTemplate}`, pattern),
          ilike(operations.summary, pattern),
        ),
  );
}

async function countMatching(db: Queryable, matching: ReturnType<typeof and>): Promise<number> {
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(operations)
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(matching);
  return counted?.total ?? 0;
}

/** Which of the scopes hold each operation, by its id. */
async function scopesOfEach(
  db: Queryable,
  operationIds: readonly string[],
  scopeIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const rows = await db
    .select({ operationId: scopeOperations.operationId, scopeId: scopeOperations.scopeId })
    .from(scopeOperations)
    .where(
      and(
        inArray(scopeOperations.operationId, [...operationIds, '']),
        inArray(scopeOperations.scopeId, [...scopeIds]),
      ),
    );
  const byOperation = Map.groupBy(rows, ({ operationId }) => operationId);
  return new Map(
    [...byOperation].map(([id, of]) => [id, new Set(of.map(({ scopeId }) => scopeId))]),
  );
}

const packPlace = (slug: string, name: string): string =>
  Buffer.from(JSON.stringify([slug, name])).toString('base64url');

function readPlace(cursor: string): [string, string] | null {
  try {
    const read = placeSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
