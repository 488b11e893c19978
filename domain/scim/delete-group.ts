import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { scimGroups, scimMembers } from '@/db/schema/scim';
import { defineCommand } from '@/domain/commands/define';
import { provisionsOwn } from './client-right';
import { settleProblem } from './problems';
import { ifMatch, loadPushed, refuseOutdated, scimId } from './targets';

/** Takes a pushed group from a client, and where it led; the memberships are a step of their own. */
export const deleteGroup = defineCommand({
  operation: 'scim.deleteGroup',
  summary: 'Drop a pushed group',
  input: z.object({ id: scimId(), ifMatch: ifMatch() }),
  output: z.object({}),
  target: ({ db, input }) => loadPushed(db, input.id),
  seenBy: 'scim.provision',
  permit: (actor, target) => provisionsOwn(actor, target),
  async run({ tx, actor, input, target: { row } }) {
    const outdated = refuseOutdated(input.ifMatch, row);
    if (outdated) return outdated;
    const members = await tx.$count(scimMembers, eq(scimMembers.groupId, row.id));
    await tx.delete(scimGroups).where(eq(scimGroups.id, row.id));
    await settleProblem(tx, row, { unknown: [] });
    return {
      value: {},
      audit: {
        before: { displayName: row.displayName, externalId: row.externalId, members },
        after: { client: actor.name },
        affects: [],
      },
    };
  },
});
