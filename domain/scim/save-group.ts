import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { scimGroups } from '@/db/schema/scim';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { provisionsOwn } from './client-right';
import { memberIds, setMembers, toldOf } from './members';
import { externalIdOf } from './person';
import { presentGroup } from './present';
import { settleProblem } from './problems';
import type { Resource } from './resource';
import { GROUP_TYPE } from './schemas';
import { reading } from './scim-problem';
import { ifMatch, loadPushed, refuseOutdated, scimId, sentBody } from './targets';
import { changedBy, changeKind } from './update-user';

/** Changes a pushed group; what follows for groups that it leads to is a step of its own. */
export const saveGroup = defineCommand({
  operation: 'scim.saveGroup',
  summary: 'Change a pushed group',
  input: z.object({ id: scimId(), kind: changeKind(), body: sentBody(), ifMatch: ifMatch() }),
  output: z.object({}),
  target: ({ db, input }) => loadPushed(db, input.id),
  seenBy: 'scim.provision',
  permit: (actor, target) => provisionsOwn(actor, target),
  async run({ tx, actor, input, target: { row } }) {
    const outdated = refuseOutdated(input.ifMatch, row);
    if (outdated) return outdated;
    const { meta: _meta, id: _id, schemas: _schemas, ...before } = await presentGroup(tx, row.id);
    const after = reading(() => changedBy(GROUP_TYPE, input.kind, before as Resource, input.body));
    if (isRefusal(after)) return after;
    const displayName = String(after.displayName);
    const externalId = externalIdOf(after);
    const members = await setMembers(tx, row, memberIds(after));
    await settleProblem(tx, row, members);
    const isRenamed = displayName !== row.displayName || externalId !== row.externalId;
    // What says what is there already changes neither the time nor the version (RFC 7644, 3.5.2.1).
    if (isRenamed || members.added.length + members.removed.length > 0) {
      await tx
        .update(scimGroups)
        .set({
          ...{ displayName, externalId, updatedAt: sql`now()` },
          version: sql`${scimGroups.version} + 1`,
        })
        .where(eq(scimGroups.id, row.id));
    }
    return {
      value: {},
      audit: {
        before: { displayName: row.displayName, externalId: row.externalId },
        after: { displayName, externalId, client: actor.name, ...toldOf(members) },
        affects: [],
      },
    };
  },
});
