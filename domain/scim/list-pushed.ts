import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { scimProblems } from '@/db/schema/scim';
import { pageInput, pageOf } from '@/domain/base/input';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { problemSchema, pushedViewSchema, readPushed } from './pushed-view';

const MAX_PROBLEMS = 20;

/** Groups that provisioning clients push, oldest first, and where each leads; and what else was wrong. */
export const listPushed = defineQuery({
  operation: 'provisioning.list',
  summary: 'List pushed groups and where they lead',
  http: { method: 'GET', path: '/provisioning/groups' },
  input: z.object(pageInput),
  output: pageOf(pushedViewSchema).extend({
    /** The last refused request of each client that was about no group it has, newest first. */
    problems: z.array(
      problemSchema.extend({ client: z.object({ id: z.string(), name: z.string() }) }),
    ),
  }),
  target: () => everything('scimGroup'),
  async run({ db, input: { limit, cursor } }) {
    const rows = await readPushed(db, { after: cursor, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const others = await db
      .select({ row: scimProblems, name: identities.name })
      .from(scimProblems)
      .innerJoin(identities, eq(identities.id, scimProblems.clientId))
      .where(eq(scimProblems.pushedId, ''))
      .orderBy(desc(scimProblems.at))
      .limit(MAX_PROBLEMS);
    return {
      items,
      nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null,
      problems: others.map(({ row: { clientId, request, detail, at }, name }) => ({
        ...{ client: { id: clientId, name }, request, detail, at: at.toISOString() },
      })),
    };
  },
});
