import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { scimUsers } from '@/db/schema/scim';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { provisionsOwn } from './client-right';
import { setActive } from './set-active';
import { stopEverything } from './stop-user';
import { ifMatch, loadUser, refuseOutdated, scimId } from './targets';

/**
 * Takes a user from a client. The person stays in the log and in the list of people: suspended, with their
 * tokens revoked and their sessions over.
 */
export const deleteUser = defineCommand({
  operation: 'scim.deleteUser',
  summary: 'Deprovision a person',
  input: z.object({ id: scimId(), ifMatch: ifMatch() }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadUser(db, input.id),
  permit: (actor, target) => provisionsOwn(actor, target),
  async run({ tx, actor, input, target: { row, name }, request }) {
    const outdated = refuseOutdated(input.ifMatch, row);
    if (outdated) return outdated;
    const { identityId } = row;
    const activity = await setActive(tx, { actor, request, identityId, active: false });
    if (isRefusal(activity)) return activity;
    const stopped = await stopEverything(tx, actor, identityId);
    await tx.delete(scimUsers).where(eq(scimUsers.id, row.id));
    return {
      value: { id: row.id },
      audit: {
        target: { type: 'identity', id: identityId, name },
        before: { user: row.id, userName: row.userName, externalId: row.externalId },
        after: { client: actor.name, ...activity, ...stopped },
        affects: [identityId, ...stopped.revokedTokens],
      },
    };
  },
});
