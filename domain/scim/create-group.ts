import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { scimGroups } from '@/db/schema/scim';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { provisions } from './client-right';
import { memberIds, setMembers, toldOf } from './members';
import { externalIdOf } from './person';
import { presentGroup } from './present';
import { settleProblem } from './problems';
import { readResource, requireAttributes } from './resource';
import { GROUP_TYPE } from './schemas';
import { reading } from './scim-problem';
import { sentBody, shownResource } from './targets';

/** Takes a group that a client pushes. It leads nowhere until an administrator maps it. */
export const createGroup = defineCommand({
  operation: 'scim.createGroup',
  summary: 'Take a pushed group',
  input: z.object({ resource: sentBody() }),
  output: z.object({ resource: shownResource() }),
  target: () => everything('scimGroup'),
  permit: provisions,
  async run({ tx, actor, input }) {
    const resource = reading(() =>
      requireAttributes(GROUP_TYPE, readResource(GROUP_TYPE, input.resource)),
    );
    if (isRefusal(resource)) return resource;
    const id = newId('scimGroup');
    const displayName = String(resource.displayName);
    const externalId = externalIdOf(resource);
    const clientId = actor.id;
    await tx.insert(scimGroups).values({ id, clientId, displayName, externalId });
    const members = await setMembers(tx, { id, clientId }, memberIds(resource));
    await settleProblem(tx, { id, clientId }, members);
    const [row] = await tx.select().from(scimGroups).where(eq(scimGroups.id, id));
    return {
      value: { resource: await presentGroup(tx, id) },
      audit: {
        target: { type: 'scimGroup', id, name: row?.displayName ?? displayName },
        after: { displayName, externalId, client: actor.name, ...toldOf(members) },
        affects: [],
      },
    };
  },
});
