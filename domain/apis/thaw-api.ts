import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { THAWED } from '@/domain/base/freezing';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { loadApiTarget } from '@/domain/targets/api-target';

/** Whoever froze an API said until when. */
const isOver = and(eq(apis.state, 'frozen'), lte(apis.frozenUntil, sql`now()`));

/** Lets one API work again whose freezing is over. */
export const thawApi = defineCommand({
  operation: 'apis.thaw',
  summary: 'Unfreeze an API whose freezing is over',
  input: z.object({ api: z.string().max(100) }),
  output: z.object({}),
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  async run({ tx, target: { row } }) {
    const thawed = await tx
      .update(apis)
      .set(THAWED)
      .where(and(eq(apis.id, row.id), isOver))
      .returning({ id: apis.id });
    if (thawed.length === 0) {
      return refuse('conflict', 'nothing_due', `${row.name} is not to be unfrozen now.`);
    }
    return {
      value: {},
      audit: { before: { state: 'frozen' }, after: { state: 'active' }, affects: [row.id] },
    };
  },
});

export const thawApis = defineJob({
  name: 'thaw-apis',
  summary: 'Unfreezes the APIs whose freezing is over',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [thawApi.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .select({ id: apis.id })
      .from(apis)
      .where(isOver)
      .orderBy(asc(apis.frozenUntil));
    return changeEach(scope, due, ({ id }) => runCommand(thawApi, context, { api: id }));
  },
});
