import { z } from 'zod';
import { listAnomalies } from '@/domain/anomalies/list-anomalies';
import { reachOf } from '@/domain/authority/reach';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { tokenViewSchema } from '@/domain/tokens/token-view';
import { findAttentionOf } from './attention';
import { ATTENTION_KINDS } from './attention-kinds';

const MAX_LISTED = 200;

/** The tokens within reach that need attention of one kind, so that one thing can be done to all. */
export const listAttention = defineQuery({
  operation: 'attention.list',
  summary: 'List the tokens that need attention of one kind',
  http: { method: 'GET', path: '/attention/{kind}' },
  input: z.object({
    kind: z.enum(ATTENTION_KINDS),
    limit: z.coerce.number().int().min(1).max(MAX_LISTED).default(MAX_LISTED),
  }),
  output: z.object({ total: z.number(), items: z.array(tokenViewSchema) }),
  target: () => everything('system'),
  // Like the overview: everybody signed in, of what they reach.
  permit: (actor) => (actor.kind === 'session' ? null : false),
  async run({ db, actor, input }) {
    const reach = {
      tokens: reachOf(actor, 'tokens.list'),
      anomalies: reachOf(actor, listAnomalies.operation),
    };
    const { total, tokens } = await findAttentionOf(db, reach, input.kind, input.limit);
    return { total, items: tokens };
  },
});
