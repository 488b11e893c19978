import { z } from 'zod';
import { tokensNamed, touchedTokens } from '@/domain/access/touched-tokens';
import { isAdministrator } from '@/domain/authority/administrators';
import { controlPlaneOperationsOfGroup, refuseEscalation } from '@/domain/authority/escalation';
import { needsSecondAdministrator } from '@/domain/authority/privileged-rights';
import { isRefusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { refuseForeignServices } from './foreign-services';
import { readGroupView } from './group-view';
import { memberEditInput, planMemberEdit } from './member-plan';

const person = z.object({ id: z.string(), name: z.string() });

/** What saving a member edit would do: shown before it is saved, changes nothing. */
export const previewMembers = defineQuery({
  operation: 'groups.previewMembers',
  summary: 'Preview an edit of a group’s members',
  http: { method: 'POST', path: '/groups/{group}/members/preview' },
  input: memberEditInput,
  output: z.object({
    added: z.array(person),
    changed: z.array(person),
    removed: z.array(person),
    /** Tokens that would be revoked, those that have expired by themselves too. */
    revokedTokens: z.number(),
    /** Those of them that are named. */
    tokens: touchedTokens.tokens,
    /** Operations each added member gains through the group. */
    operationsGained: z.number(),
    /** Set where the group holds control-plane rights. */
    controlsKeyward: z.boolean(),
    needsAdministrator: z.boolean(),
    /** The operations of Keyward that each added member gains, by name. */
    rights: z.array(z.string()),
    /** Whether it waits for a second administrator then. */
    needsSecond: z.boolean(),
  }),
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  async run({ db, actor, input, target }) {
    const plan = await planMemberEdit(db, target, input);
    if (isRefusal(plan)) return plan;
    const foreign = await refuseForeignServices(db, actor, target.id, plan.added);
    if (foreign) return foreign;
    const group = await readGroupView(db, target.id);
    const rights = (await controlPlaneOperationsOfGroup(db, target.id)).sort();
    const gives = rights.length > 0 && plan.added.length + plan.changed.length > 0;
    const refused = refuseEscalation(actor, rights, 'This') !== null || !isAdministrator(actor);
    const summary = ({ id, name }: { id: string; name: string }) => ({ id, name });
    return {
      added: plan.added.map((member) => summary(member.identity)),
      changed: plan.changed.map((member) => summary(member.identity)),
      removed: plan.removed.map(summary),
      revokedTokens: plan.revokedTokenIds.length,
      tokens: (await tokensNamed(db, plan.revokedTokenIds)).tokens,
      operationsGained: group.operationCount,
      controlsKeyward: group.controlsKeyward,
      needsAdministrator: gives && refused,
      rights: gives ? rights : [],
      needsSecond: gives && (await needsSecondAdministrator(db)),
    };
  },
});
