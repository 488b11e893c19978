import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { loadTrustRuleTarget } from './rule-target';
import { readTrustRuleView, trustRuleViewSchema } from './rule-view';

export const getTrustRule = defineQuery({
  operation: 'trustRules.get',
  summary: 'Get a trust rule',
  http: { method: 'GET', path: '/trust-rules/{rule}' },
  input: z.object({ rule: z.string().max(100) }),
  output: trustRuleViewSchema,
  target: ({ db, input }) => loadTrustRuleTarget(db, input.rule),
  run: ({ db, target }) => readTrustRuleView(db, target.id),
});
