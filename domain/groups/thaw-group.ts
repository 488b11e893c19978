import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { THAWED } from '@/domain/base/freezing';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { loadGroupTarget } from '@/domain/targets/group-target';

/** Whoever froze a group said until when. */
const isOver = and(eq(groups.state, 'frozen'), lte(groups.frozenUntil, sql`now()`));

/** Lets one group work again whose freezing is over. */
export const thawGroup = defineCommand({
  operation: 'groups.thaw',
  summary: 'Unfreeze a group whose freezing is over',
  input: z.object({ group: z.string().max(100) }),
  output: z.object({}),
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  async run({ tx, target: { row } }) {
    const thawed = await tx
      .update(groups)
      .set(THAWED)
      .where(and(eq(groups.id, row.id), isOver))
      .returning({ id: groups.id });
    if (thawed.length === 0) {
      return refuse('conflict', 'nothing_due', `${row.name} is not to be unfrozen now.`);
    }
    return {
      value: {},
      audit: { before: { state: 'frozen' }, after: { state: 'active' }, affects: [row.id] },
    };
  },
});

export const thawGroups = defineJob({
  name: 'thaw-groups',
  summary: 'Unfreezes the groups whose freezing is over',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [thawGroup.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .select({ id: groups.id })
      .from(groups)
      .where(isOver)
      .orderBy(asc(groups.frozenUntil));
    return changeEach(scope, due, ({ id }) => runCommand(thawGroup, context, { group: id }));
  },
});
