import { z } from 'zod';
import { scimLinks } from '@/db/schema/scim';
import { reference } from '@/domain/base/input';
import { invalid, isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { findIdentity, loadIdentityTarget } from '@/domain/targets/find-identity';

/**
 * Lets a client have somebody who was here before it: its user of the same address is them from then on.
 * The client may then rename, suspend and resume them.
 */
export const allowPerson = defineCommand({
  operation: 'provisioning.allowPerson',
  needsProof: true,
  summary: 'Let a client provision somebody who is here already',
  http: { method: 'POST', path: '/provisioning/people' },
  input: z.object({ identity: reference(), client: reference() }),
  output: z.object({ identity: z.string(), client: z.string() }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity),
  async run({ tx, actor, input, target: { row } }) {
    if (row.type !== 'person') return invalid('identity', `${row.name} is no person.`);
    const client = await findIdentity(tx, input.client);
    if (isRefusal(client)) return invalid('client', 'There is no such service account.');
    const made = await tx
      .insert(scimLinks)
      .values({
        ...{ clientId: client.id, identityId: row.id },
        ...{ allowedBy: actor.id, allowedByName: actor.name },
      })
      .onConflictDoNothing()
      .returning();
    if (made.length === 0) {
      return refuse('conflict', 'already_exists', `${client.name} has ${row.name} already.`);
    }
    return {
      value: { identity: row.id, client: client.id },
      audit: { after: { client: client.id, clientName: client.name }, affects: [] },
    };
  },
});
