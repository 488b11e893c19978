import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { THAWED } from '@/domain/base/freezing';
import { prose, reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { apiViewSchema, readApiView } from './api-view';

/** Opens a frozen API again to those who hold its operations. */
export const unfreezeApi = defineCommand({
  operation: 'apis.unfreeze',
  summary: 'Unfreeze an API',
  http: { method: 'POST', path: '/apis/{api}/unfreeze' },
  input: z.object({ api: reference(), reason: prose().optional() }),
  output: apiViewSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.unfreeze,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input, target: { row } }) {
    await tx.update(apis).set(THAWED).where(eq(apis.id, row.id));
    return {
      value: await readApiView(tx, actor, row.id),
      audit: {
        before: { state: 'frozen' },
        after: { state: 'active' },
        reason: input.reason,
        affects: [row.id],
      },
    };
  },
});
