import { and, desc, eq, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import type { Reach } from '@/domain/authority/reach';
import { pageInput, pageOf, reference, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything, type Target } from '@/domain/base/target';
import { defineQuery, type QueryDefinition } from '@/domain/commands/define';
import {
  scopeChoiceSchema,
  scopeNameSchema,
  scopeViewSchema,
  selectScopeChoices,
  selectScopeNames,
  selectScopes,
  toScopeChoice,
  toScopeView,
} from './scope-view';

const input = z.object({ ...pageInput, api: reference().optional(), q: searchText() });
type Asked = z.output<typeof input>;

/** Scopes within reach, newest first. */
export const listScopes = defineQuery({
  operation: 'scopes.list',
  summary: 'List scopes',
  http: { method: 'GET', path: '/scopes' },
  list: true,
  input,
  output: pageOf(scopeViewSchema).extend({ total: z.number() }),
  target: () => everything('scope'),
  async run({ db, actor, input: asked, reach }) {
    const matching = scopesMatching(db, asked, reach);
    const [rows, total] = await Promise.all([
      selectScopes(db, actor)
        .where(onPage(matching, asked))
        .orderBy(desc(scopes.id))
        .limit(asked.limit + 1),
      countScopes(db, matching),
    ]);
    const page = toPage(rows, asked.limit, (row) => row.scope.id);
    return { ...page, items: page.items.map(toScopeView), total };
  },
});

/** The same, to choose from: what takes long to count is left out. */
export const chooseScopes: QueryDefinition<
  typeof input,
  ReturnType<typeof pageOf<typeof scopeChoiceSchema>>,
  Target
> = {
  ...listScopes,
  output: pageOf(scopeChoiceSchema),
  async run({ db, actor, input: asked, reach }) {
    const matching = scopesMatching(db, asked, reach);
    const rows = await selectScopeChoices(db, actor)
      .where(onPage(matching, asked))
      .orderBy(desc(scopes.id))
      .limit(asked.limit + 1);
    const page = toPage(rows, asked.limit, (row) => row.scope.id);
    return { ...page, items: page.items.map(toScopeChoice) };
  },
};

/** The same, by name alone. */
export const nameScopes: QueryDefinition<
  typeof input,
  ReturnType<typeof pageOf<typeof scopeNameSchema>>,
  Target
> = {
  ...listScopes,
  output: pageOf(scopeNameSchema),
  async run({ db, input: asked, reach }) {
    const matching = scopesMatching(db, asked, reach);
    const rows = await selectScopeNames(db)
      .where(onPage(matching, asked))
      .orderBy(desc(scopes.id))
      .limit(asked.limit + 1);
    return toPage(rows, asked.limit, ({ id }) => id);
  },
};

function scopesMatching(db: Queryable, { api, q }: Asked, reach: Reach): SQL | undefined {
  const pattern = q && containsPattern(q);
  const ofOwnGroups = db
    .select({ id: groupScopes.scopeId })
    .from(groupScopes)
    .where(inArray(groupScopes.groupId, [...reach.groupIds, '']));
  return and(
    reach.everywhere ? undefined : inArray(scopes.id, ofOwnGroups),
    api ? or(eq(apis.id, api), eq(apis.slug, api)) : undefined,
    pattern ? or(ilike(scopes.name, pattern), ilike(scopes.description, pattern)) : undefined,
  );
}

const onPage = (matching: SQL | undefined, { cursor }: Asked) =>
  and(matching, cursor ? lt(scopes.id, cursor) : undefined);

async function countScopes(db: Queryable, matching: SQL | undefined): Promise<number> {
  const [counted] = await db
    .select({ total: sql<number>`count(*)::int` })
    .from(scopes)
    .innerJoin(apis, eq(apis.id, scopes.apiId))
    .where(matching);
  return counted?.total ?? 0;
}
