import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { scimMembers, scimUsers } from '@/db/schema/scim';
import { notFound } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { pushedViewSchema, readPushed } from './pushed-view';
import { loadPushed, scimId } from './targets';

const MAX_SHOWN = 200;

/** A pushed group, and the first of its people by name. */
export const getPushed = defineQuery({
  operation: 'provisioning.get',
  summary: 'Get a pushed group',
  http: { method: 'GET', path: '/provisioning/groups/{pushed}' },
  input: z.object({ pushed: scimId() }),
  output: pushedViewSchema.extend({
    people: z.array(
      z.object({ id: z.string(), name: z.string(), state: z.enum(['active', 'suspended']) }),
    ),
  }),
  target: ({ db, input }) => loadPushed(db, input.pushed, false),
  async run({ db, target: { id } }) {
    const [view] = await readPushed(db, { id, limit: 1 });
    if (!view) return notFound('scimGroup');
    const people = await db
      .select({ id: identities.id, name: identities.name, state: identities.state })
      .from(scimMembers)
      .innerJoin(scimUsers, eq(scimUsers.id, scimMembers.userId))
      .innerJoin(identities, eq(identities.id, scimUsers.identityId))
      .where(eq(scimMembers.groupId, id))
      .orderBy(asc(identities.name), asc(identities.id))
      .limit(MAX_SHOWN);
    return { ...view, people };
  },
});
