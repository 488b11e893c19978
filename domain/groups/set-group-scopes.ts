import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { groupScopes } from '@/db/schema/groups';
import { controlPlaneOperationsOfScopes, refuseEscalation } from '@/domain/authority/escalation';
import { reference, soughtText } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { scopesOfGroup } from '@/domain/tokens/restriction';
import { groupRules } from './group-rules';
import { groupViewSchema, readGroupView } from './group-view';
import { findScopes, qualified } from './named-scopes';

/** Replaces the set of scopes a group owns; every one of its tokens follows at once. */
export const setGroupScopes = defineCommand({
  operation: 'groups.setScopes',
  canWait: true,
  summary: 'Set the scopes a group owns',
  http: { method: 'PUT', path: '/groups/{group}/scopes' },
  input: z.object({
    group: reference(),
    /** Scope ids or qualified names, `billing/invoices:read`. */
    scopes: z.array(soughtText(300).min(1)).max(1_000),
  }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  refusal: groupRules.setScopes,
  view: ({ target: { row } }) => row,
  async needsProofFor({ tx, input }) {
    const wanted = await findScopes(tx, input.scopes, true);
    if (isRefusal(wanted)) return false;
    const ids = wanted.map(({ id }) => id);
    return (await controlPlaneOperationsOfScopes(tx, ids)).length > 0;
  },
  async run({ tx, actor, input, target: { row } }) {
    const wanted = await findScopes(tx, input.scopes, true);
    if (isRefusal(wanted)) return wanted;
    const owned = await scopesOfGroup(tx, row.id);
    const ownedIds = new Set(owned.map((scope) => scope.id));
    const wantedIds = new Set(wanted.map((scope) => scope.id));
    const added = wanted.filter((scope) => !ownedIds.has(scope.id));
    const removed = owned.filter((scope) => !wantedIds.has(scope.id));
    const handedOut = await controlPlaneOperationsOfScopes(
      tx,
      added.map((scope) => scope.id),
    );
    const escalation = refuseEscalation(actor, handedOut, `Giving ${row.name} these scopes`);
    if (escalation) return escalation;
    if (added.length > 0) {
      await tx.insert(groupScopes).values(
        added.map((scope) => ({
          groupId: row.id,
          scopeId: scope.id,
          grantedBy: actor.id,
          grantedByName: actor.name,
        })),
      );
    }
    if (removed.length > 0) {
      await tx.delete(groupScopes).where(
        and(
          eq(groupScopes.groupId, row.id),
          inArray(
            groupScopes.scopeId,
            removed.map((scope) => scope.id),
          ),
        ),
      );
    }
    return {
      value: await readGroupView(tx, row.id),
      audit: {
        before: { scopes: owned.map(qualified).sort() },
        after: { scopes: wanted.map(qualified).sort() },
        affects: [row.id],
      },
    };
  },
});
