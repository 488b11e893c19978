import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { scimMappings } from '@/db/schema/scim';
import { isRefusal, notFound } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { refuseHandingOut } from '@/domain/groups/refuse-handing-out';
import { findIdentity } from '@/domain/targets/find-identity';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { eitherOf, type Led, ledBy, mappingsInput, namedGroups } from './mapping-input';
import { pushedViewSchema, readPushed } from './pushed-view';
import { reconcile } from './reconcile';
import { loadPushed, scimId } from './targets';

/**
 * Sets where a pushed group leads. Its members gain and lose by it at once: what a mapping gave that is
 * gone ends with its tokens. Whoever maps must hold what they hand out.
 */
export const setPushedMappings = defineCommand({
  operation: 'provisioning.setMappings',
  needsProof: true,
  canWait: true,
  summary: 'Set which groups a pushed group leads to',
  http: { method: 'PUT', path: '/provisioning/groups/{pushed}/mappings' },
  input: z.object({ pushed: scimId(), mappings: mappingsInput() }),
  output: pushedViewSchema.extend({ joined: z.number(), ended: z.number(), kept: z.number() }),
  target: ({ db, input }) => loadPushed(db, input.pushed),
  async run({ tx, actor, input, target: { id, row }, request }) {
    const wanted = await namedGroups(tx, input.mappings);
    if (isRefusal(wanted)) return wanted;
    const client = await findIdentity(tx, row.clientId);
    if (isRefusal(client)) return client;
    const before = await ledBy(tx, id);
    const changed = wanted.filter((one) => !before.some((old) => line(old) === line(one)));
    const refused = await refuseHandingOut(
      tx,
      actor,
      changed.map(({ group }) => group.id),
    );
    if (refused) return refused;
    await tx.delete(scimMappings).where(eq(scimMappings.scimGroupId, id));
    const made = { scimGroupId: id, createdBy: actor.id, createdByName: actor.name };
    if (wanted.length > 0) {
      const rows = wanted.map(({ group, role }) => ({ ...made, groupId: group.id, role }));
      await tx.insert(scimMappings).values(rows);
    }
    const sum = { joined: 0, ended: 0, kept: 0 };
    const affects: string[] = [];
    const told: object[] = [];
    const revokedTokens: string[] = [];
    for (const { id: groupId } of eitherOf(before, wanted)) {
      const locked = await loadGroupTarget(tx, groupId, 'update');
      if (isRefusal(locked)) return locked;
      const done = await reconcile(tx, { actor, request, client, group: locked.row });
      if (isRefusal(done)) return done;
      sum.joined += done.difference.joins.length;
      sum.ended += done.difference.ends.length;
      sum.kept += done.difference.kept;
      affects.push(...done.affects);
      revokedTokens.push(...done.revoked);
      told.push({ group: groupId, name: locked.name, ...done.told });
    }
    const [view] = await readPushed(tx, { id, limit: 1 });
    if (!view) return notFound('scimGroup');
    return {
      value: { ...view, ...sum },
      audit: {
        before: { mappings: before.map(toldOf) },
        after: {
          mappings: wanted.map(toldOf),
          memberships: JSON.parse(JSON.stringify(told)),
          revokedTokens,
        },
        affects: [...new Set(affects)],
      },
    };
  },
});

const toldOf = ({ group, role }: Led) => ({ group: group.id, slug: group.slug, role });
const line = (one: Led) => JSON.stringify(toldOf(one));
