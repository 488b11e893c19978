import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { refuseWithoutAdministrator } from '@/domain/authority/administrators';
import { controlPlaneOperationsOfGroup, refuseEscalation } from '@/domain/authority/escalation';
import type { Actor } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import type { Asked } from '@/domain/commands/refused-before';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { revokeOfMembers } from '@/domain/tokens/mark-revoked';
import { refuseForeignServices } from './foreign-services';
import { refuseAddition } from './group-rules';
import { type GroupView, groupViewSchema, readGroupView } from './group-view';
import { type MemberPlan, memberEditInput, planMemberEdit } from './member-plan';

/** Adds, changes and removes members in one save; the tokens of removed members are revoked with it. */
export const editMembers = defineCommand({
  operation: 'groups.editMembers',
  canWait: true,
  summary: 'Add and remove members of a group',
  http: { method: 'PATCH', path: '/groups/{group}/members' },
  input: memberEditInput,
  output: groupViewSchema.extend({
    added: z.number(),
    changed: z.number(),
    removed: z.number(),
    revokedTokens: z.number(),
  }),
  conflicts: {
    memberships_group_id_identity_id_pk: {
      path: 'add',
      message: 'Somebody else has just added one of them.',
    },
  },
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  needsProofFor: async ({ tx, input, target }) =>
    input.add.length > 0 && (await controlPlaneOperationsOfGroup(tx, target.id)).length > 0,
  async run({ tx, actor, input, target, request }) {
    const plan = await planMemberEdit(tx, target, input);
    if (isRefusal(plan)) return plan;
    const { added, changed, removed, endedIds } = plan;
    const revokedTokens: string[] = [];
    if (
      !actor.grants.has('groups.editMembers') &&
      changed.some((each) => isProlonged(each, actor))
    ) {
      return refuse('forbidden', 'own_membership', 'Somebody else must prolong your membership.');
    }
    const foreign = await refuseForeignServices(tx, actor, target.id, added);
    if (foreign) return foreign;
    // Who is to leave sooner is given nothing: whoever may remove them may do that, too.
    if (added.length > 0 || changed.some(isWidened)) {
      const rights = await controlPlaneOperationsOfGroup(tx, target.id);
      const { name } = target.row;
      const refusal =
        refuseAddition(actor, { name, controlsKeyward: rights.length > 0 }) ??
        refuseEscalation(actor, rights, `Joining ${name}`);
      if (refusal) return refusal;
    }
    if (added.length > 0) {
      await tx.insert(memberships).values(
        added.map(({ identity, role, expiresAt }) => ({
          groupId: target.id,
          identityId: identity.id,
          role,
          expiresAt,
          addedBy: actor.id,
          addedByName: actor.name,
        })),
      );
    }
    if (changed.length > 0) await changeTerms(tx, target.id, changed);
    if (removed.length > 0) {
      const ids = removed.map((identity) => identity.id);
      await tx
        .delete(memberships)
        .where(and(eq(memberships.groupId, target.id), inArray(memberships.identityId, ids)));
    }
    // A membership that begins again after its end is a new one: what died with the old one stays dead.
    if (endedIds.length > 0) {
      revokedTokens.push(...(await revokeOfMembers(tx, actor, target.id, endedIds)));
    }
    if (target.row.slug === ADMINISTRATORS && removed.length + changed.length > 0) {
      const refusal = await refuseWithoutAdministrator(tx, { actor, request });
      if (refusal) return refusal;
    }
    const touched = [...added, ...changed].map((member) => member.identity).concat(removed);
    return {
      value: {
        ...(await readGroupView(tx, target.id)),
        added: added.length,
        changed: changed.length,
        removed: removed.length,
        revokedTokens: revokedTokens.length,
      },
      audit: {
        before: {
          changed: changed.map(({ identity, before }) => ({
            id: identity.id,
            role: before.role,
            expiresAt: before.expiresAt?.toISOString() ?? null,
          })),
          removed: removed.map(({ id, name }) => ({ id, name })),
        },
        after: {
          added: added.map(memberLine),
          changed: changed.map(memberLine),
          revokedTokens,
        },
        affects: [...touched.map((identity) => identity.id), ...revokedTokens],
      },
    };
  },
});

/** For pages: the part of it that adds and changes members, and what is refused of that. */
export const addMembers: Asked<Pick<GroupView, 'name' | 'controlsKeyward'>> = {
  ...editMembers,
  refusal: refuseAddition,
};

/** A lead holds the group until a date that is not theirs to put off. */
const isProlonged = (
  { identity, expiresAt, before }: MemberPlan['changed'][number],
  actor: Actor,
) =>
  identity.id === actor.id &&
  before.expiresAt !== null &&
  (expiresAt === null || expiresAt > before.expiresAt);

const isWidened = ({ role, expiresAt, before }: MemberPlan['changed'][number]) =>
  (role === 'lead' && before.role !== 'lead') ||
  (before.expiresAt !== null && (expiresAt === null || expiresAt > before.expiresAt));

/** One statement, however many change. */
async function changeTerms(tx: Transaction, groupId: string, changed: MemberPlan['changed']) {
  const ids = changed.map(({ identity }) => identity.id);
  const roles = changed.map(({ role }) => role);
  const ends = changed.map(({ expiresAt }) => expiresAt);
  await tx.execute(sql`update ${memberships} set role = said.role, expires_at = said.expires_at
    from unnest(${sql.param(ids)}::text[], ${sql.param(roles)}::text[], ${sql.param(ends)}::timestamptz[])
      as said (identity_id, role, expires_at)
    where ${memberships.groupId} = ${groupId} and ${memberships.identityId} = said.identity_id`);
}

const memberLine = (member: {
  identity: { id: string; name: string };
  role: string;
  expiresAt: Date | null;
}) => ({
  id: member.identity.id,
  name: member.identity.name,
  role: member.role,
  expiresAt: member.expiresAt?.toISOString() ?? null,
});
