import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { asFrozen, freezingInput, refuseEnd } from '@/domain/base/freezing';
import { reference } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { loadApiTarget } from '@/domain/targets/api-target';
import { apiRules } from './api-rules';
import { apiViewSchema, readApiView } from './api-view';

/** Closes an API to every token, in one statement: what its groups hold stays as it is. */
export const freezeApi = defineCommand({
  operation: 'apis.freeze',
  summary: 'Freeze an API: nothing of it can be called',
  http: { method: 'POST', path: '/apis/{api}/freeze' },
  input: z.object({ api: reference(), ...freezingInput }),
  output: apiViewSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.freeze,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input, target: { row } }) {
    const { reason, until } = input;
    const refused = refuseEnd(until, await readClockMs(tx));
    if (refused) return refused;
    await tx.update(apis).set(asFrozen(input)).where(eq(apis.id, row.id));
    return {
      value: await readApiView(tx, actor, row.id),
      audit: {
        before: { state: 'active' },
        after: { state: 'frozen', ...(until && { until }) },
        reason,
        affects: [row.id],
      },
    };
  },
});
