import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { memberships } from '@/db/schema/groups';
import { isRefusal, notFound } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { findIdentity } from '@/domain/targets/find-identity';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { revokeOfMembers } from '@/domain/tokens/mark-revoked';

const MAX_AT_ONCE = 500;

/** Removes one membership whose end date has passed, and revokes its tokens, which had stopped already. */
export const endMembership = defineCommand({
  operation: 'memberships.end',
  summary: 'End a membership whose date has passed',
  input: z.object({ group: z.string(), identity: z.string() }),
  output: z.object({ revokedTokens: z.number() }),
  target: ({ db, input }) => loadGroupTarget(db, input.group, 'update'),
  async run({ tx, actor, input, target }) {
    const identity = await findIdentity(tx, input.identity);
    if (isRefusal(identity)) return identity;
    const [ended] = await tx
      .delete(memberships)
      .where(
        and(
          eq(memberships.groupId, target.id),
          eq(memberships.identityId, identity.id),
          lte(memberships.expiresAt, sql`now()`),
        ),
      )
      .returning();
    if (!ended) return notFound('ended membership');
    const ids = await revokeOfMembers(tx, actor, target.id, [identity.id]);
    return {
      value: { revokedTokens: ids.length },
      audit: {
        before: { member: identity.id, name: identity.name, role: ended.role },
        after: { revokedTokens: ids },
        reason: 'end date reached',
        affects: [identity.id, ...ids],
      },
    };
  },
});

export const endMemberships = defineJob({
  name: 'end-memberships',
  summary: 'Ends the memberships whose date has passed',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [endMembership.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .select({ group: memberships.groupId, identity: memberships.identityId })
      .from(memberships)
      .where(lte(memberships.expiresAt, sql`now()`))
      .orderBy(asc(memberships.expiresAt))
      .limit(MAX_AT_ONCE);
    return changeEach(scope, due, (membership) => runCommand(endMembership, context, membership));
  },
});
