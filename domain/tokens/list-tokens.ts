import { and } from 'drizzle-orm';
import { z } from 'zod';
import { tokensWithin } from '@/domain/authority/tokens-within';
import { packedCursor, pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { invalid } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { countTokenFacets, tokenFacetsSchema } from './token-facets';
import { facetChoices, tokenFilters, tokensMatching } from './token-filters';
import { TOKEN_SORTS, tokenCursor, tokenOrder } from './token-order';
import { countTokens, findTokens, readTokenViews, tokenViewSchema } from './token-view';

/** Tokens within reach, newest first unless sorted otherwise. */
export const listTokens = defineQuery({
  operation: 'tokens.list',
  summary: 'List tokens',
  http: { method: 'GET', path: '/tokens' },
  list: true,
  input: z.object({
    ...pageInput,
    cursor: packedCursor(),
    ...tokenFilters,
    sort: z.enum(TOKEN_SORTS).default('-createdAt'),
    /** Adds how many tokens within reach there are by status, kind, group and identity. */
    include: z.enum(['facets']).optional(),
  }),
  output: pageOf(tokenViewSchema).extend({
    total: z.number(),
    facets: tokenFacetsSchema.optional(),
  }),
  target: () => everything('token'),
  async run({ db, input, reach }) {
    const order = tokenOrder(input.sort);
    const within = tokensWithin(reach);
    const matching = and(within, tokensMatching(db, input));
    const after = input.cursor === undefined ? undefined : order.after(input.cursor);
    if (after === null) return invalid('cursor', 'This cursor is not one of ours.');
    const { choices, isWhole } = facetChoices(input);
    const [found, counted, total] = await Promise.all([
      findTokens(db, order.cursorText)
        .where(and(matching, after))
        .orderBy(...order.orderBy)
        .limit(input.limit + 1),
      input.include === 'facets' ? countTokenFacets(db, reach, choices) : null,
      input.include === 'facets' && isWhole ? null : countTokens(db, matching),
    ]);
    const page = toPage(found, input.limit, ({ cursor, id }) => tokenCursor(cursor, id));
    const ids = page.items.map(({ id }) => id);
    const views = await readTokenViews(db, ids);
    return {
      ...page,
      items: ids.flatMap((id) => views.get(id) ?? []),
      total: total ?? counted?.chosen ?? 0,
      ...(counted ? { facets: counted.facets } : {}),
    };
  },
});
