import { z } from 'zod';
import { isRefusal, notFound } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { provisions } from './client-right';
import { reconcile } from './reconcile';
import { scimId } from './targets';

/** Sets the memberships that a client gives in a group to what its pushed groups say. */
export const provisionMemberships = defineCommand({
  operation: 'memberships.provision',
  summary: 'Set the memberships that a client gives',
  input: z.object({ group: scimId() }),
  output: z.object({ revokedTokens: z.number() }),
  async target({ db, input }) {
    const group = await loadGroupTarget(db, input.group, 'update');
    // A client sees no group of Keyward's: it acts on where its own lead.
    return isRefusal(group) ? notFound('scimGroup') : { ...group, type: 'scimGroup' as const };
  },
  seenBy: 'scim.provision',
  permit: provisions,
  async run({ tx, actor, target: { id, name, row }, request }) {
    const done = await reconcile(tx, { actor, request, client: actor, group: row });
    if (isRefusal(done)) return done;
    const { revoked, affects, told } = done;
    return {
      value: { revokedTokens: revoked.length },
      audit: { target: { type: 'group', id, name }, after: told, affects },
    };
  },
});
