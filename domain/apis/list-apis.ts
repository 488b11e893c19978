import { and, desc, eq, ilike, inArray, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { apis, scopes } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { apiViewSchema, selectApis, toApiView } from './api-view';

/** APIs within reach: all, or those the actor's groups own scopes of. */
export const listApis = defineQuery({
  operation: 'apis.list',
  summary: 'List APIs',
  http: { method: 'GET', path: '/apis' },
  list: true,
  input: z.object({ ...pageInput, q: searchText() }),
  output: pageOf(apiViewSchema).extend({ total: z.number() }),
  target: () => everything('api'),
  async run({ db, actor, input, reach }) {
    const pattern = input.q && containsPattern(input.q);
    const ofOwnGroups = db
      .select({ id: scopes.apiId })
      .from(groupScopes)
      .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
      .where(inArray(groupScopes.groupId, [...reach.groupIds, '']));
    const matching = and(
      reach.everywhere ? undefined : inArray(apis.id, ofOwnGroups),
      pattern ? or(ilike(apis.slug, pattern), ilike(apis.name, pattern)) : undefined,
    );
    const rows = await selectApis(db, actor)
      .where(and(matching, input.cursor ? lt(apis.id, input.cursor) : undefined))
      .orderBy(desc(apis.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => row.api.id);
    return { ...page, items: page.items.map(toApiView), total: await db.$count(apis, matching) };
  },
});
