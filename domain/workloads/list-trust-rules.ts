import { and, desc, ilike, inArray, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { trustRules } from '@/db/schema/workloads';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { selectTrustRules, toTrustRuleView, trustRuleViewSchema } from './rule-view';

/** Trust rules within reach, newest first. */
export const listTrustRules = defineQuery({
  operation: 'trustRules.list',
  summary: 'List trust rules',
  http: { method: 'GET', path: '/trust-rules' },
  list: true,
  input: z.object({ ...pageInput, q: searchText() }),
  output: pageOf(trustRuleViewSchema).extend({ total: z.number() }),
  target: () => everything('trustRule'),
  async run({ db, input, reach }) {
    const pattern = input.q && containsPattern(input.q);
    const { slug, name, issuer } = trustRules;
    const matching = and(
      reach.everywhere ? undefined : inArray(trustRules.groupId, [...reach.groupIds, '']),
      pattern ? or(ilike(slug, pattern), ilike(name, pattern), ilike(issuer, pattern)) : undefined,
    );
    const rows = await selectTrustRules(db)
      .where(and(matching, input.cursor ? lt(trustRules.id, input.cursor) : undefined))
      .orderBy(desc(trustRules.id))
      .limit(input.limit + 1);
    const total = await db.$count(trustRules, matching);
    const page = toPage(rows, input.limit, (row) => row.rule.id);
    return { ...page, items: page.items.map(toTrustRuleView), total };
  },
});
