import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { scimMappings, scimMembers } from '@/db/schema/scim';
import type { Refusal } from '@/domain/base/refusal';
import { type AnyCommand, defineCommand } from '@/domain/commands/define';
import { provisionsOwn } from './client-right';
import { deleteGroup } from './delete-group';
import { deleteUser } from './delete-user';
import { presentGroup } from './present';
import { provisionMemberships } from './provision-memberships';
import { saveGroup } from './save-group';
import {
  ifMatch,
  loadPushed,
  loadUser,
  type PushedTarget,
  scimId,
  sentBody,
  shownResource,
  type UserTarget,
} from './targets';
import { changeKind } from './update-user';

const INNER: Readonly<Record<'saveGroup' | 'deleteGroup' | 'deleteUser', AnyCommand>> = {
  ...{ saveGroup, deleteGroup, deleteUser },
};

/**
 * A change that moves memberships: first of the client's own resource, then of each group that it leads
 * to, each with its event, all of it or none.
 */
export const push = defineCommand({
  operation: 'scim.push',
  summary: 'Change or drop what a client provisions',
  input: z.object({
    what: z.enum(['saveGroup', 'deleteGroup', 'deleteUser']),
    id: scimId(),
    kind: changeKind().optional(),
    body: sentBody().optional(),
    ifMatch: ifMatch(),
  }),
  output: z.object({ resource: shownResource().nullable() }),
  target: ({ db, input }): Promise<UserTarget | PushedTarget | Refusal> =>
    input.what === 'deleteUser' ? loadUser(db, input.id) : loadPushed(db, input.id),
  seenBy: 'scim.provision',
  permit: (actor, target) => provisionsOwn(actor, target),
  async run({ tx, input }) {
    const { what, ...rest } = input;
    const groups = await (what === 'deleteUser' ? ledToByUser : ledToByGroup)(tx, input.id);
    return {
      steps: [
        { command: INNER[what], input: rest },
        ...groups.map((group) => ({ command: provisionMemberships, input: { group } })),
      ],
      async value(after) {
        return { resource: what === 'saveGroup' ? await presentGroup(after, input.id) : null };
      },
    };
  },
});

/** In the order of their ids, in which they are locked. */
const inOrder = (rows: readonly { readonly id: string }[]) =>
  [...new Set(rows.map(({ id }) => id))].sort();

const ledToByGroup = async (db: Queryable, id: string) =>
  inOrder(
    await db
      .select({ id: scimMappings.groupId })
      .from(scimMappings)
      .where(eq(scimMappings.scimGroupId, id)),
  );

const ledToByUser = async (db: Queryable, id: string) =>
  inOrder(
    await db
      .select({ id: scimMappings.groupId })
      .from(scimMembers)
      .innerJoin(scimMappings, eq(scimMappings.scimGroupId, scimMembers.groupId))
      .where(eq(scimMembers.userId, id)),
  );
