import { and, desc, eq, ilike, inArray, lt, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { pageInput, pageOf, reference, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { scopeViewSchema, selectScopes, toScopeView } from './scope-view';

/** Scopes within reach, newest first. */
export const listScopes = defineQuery({
  operation: 'scopes.list',
  summary: 'List scopes',
  http: { method: 'GET', path: '/scopes' },
  list: true,
  input: z.object({ ...pageInput, api: reference().optional(), q: searchText() }),
  output: pageOf(scopeViewSchema).extend({ total: z.number() }),
  target: () => everything('scope'),
  async run({ db, actor, input, reach }) {
    const pattern = input.q && containsPattern(input.q);
    const ofOwnGroups = db
      .select({ id: groupScopes.scopeId })
      .from(groupScopes)
      .where(inArray(groupScopes.groupId, [...reach.groupIds, '']));
    const matching = and(
      reach.everywhere ? undefined : inArray(scopes.id, ofOwnGroups),
      input.api ? or(eq(apis.id, input.api), eq(apis.slug, input.api)) : undefined,
      pattern ? or(ilike(scopes.name, pattern), ilike(scopes.description, pattern)) : undefined,
    );
    const rows = await selectScopes(db, actor)
      .where(and(matching, input.cursor ? lt(scopes.id, input.cursor) : undefined))
      .orderBy(desc(scopes.id))
      .limit(input.limit + 1);
    const [counted] = await db
      .select({ total: sql<number>`count(*)::int` })
      .from(scopes)
      .innerJoin(apis, eq(apis.id, scopes.apiId))
      .where(matching);
    const page = toPage(rows, input.limit, (row) => row.scope.id);
    return { ...page, items: page.items.map(toScopeView), total: counted?.total ?? 0 };
  },
});
