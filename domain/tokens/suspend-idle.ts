import { and, asc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { concernedBy } from '@/domain/notices/recipients';
import { durationWords } from '@/domain/policy/duration-words';
import { LIMITS_NOW, unusedFor } from '@/domain/policy/policy-sql';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { ownMembership, tokenStatus } from './token-view';

const MAX_AT_ONCE = 500;

/** Uses are in Postgres a moment after they were allowed: a token that was just used is not idle. */
const isIdleForSure = sql`(${tokenStatus} = 'idle' and ${unusedFor} > make_interval(secs => ${LIMITS_NOW.idleLimitSeconds}) + interval '1 minute')`;

/** Suspends one token that went unused for longer than its group allows, which had stopped already. */
export const suspendIdleToken = defineCommand({
  operation: 'tokens.suspendIdle',
  summary: 'Suspend a token that went unused for too long',
  input: z.object({ token: z.string().max(100) }),
  output: z.object({ idleSince: z.iso.datetime() }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, actor, target: { row } }) {
    const [idle] = await tx
      .select({
        limitSeconds: sql<number>`${LIMITS_NOW.idleLimitSeconds}`,
        ...{ group: groups.name, groupId: tokens.groupId },
        ...{ owner: tokens.identityId, ownerType: tokens.identityType },
        since: sql<Date>`now() - ${unusedFor}`.mapWith(tokens.idleFrom),
      })
      .from(tokens)
      .innerJoin(identities, eq(identities.id, tokens.identityId))
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .leftJoin(memberships, ownMembership)
      .where(and(eq(tokens.id, row.id), isIdleForSure));
    if (!idle) return refuse('conflict', 'token_not_active', `${row.name} is not idle any more.`);
    const reason = `unused for longer than ${durationWords(idle.limitSeconds)}`;
    await tx
      .update(tokens)
      .set({
        ...{ state: 'suspended', suspendedAt: sql`now()` },
        ...{ suspendedByName: actor.name, suspendReason: reason },
      })
      .where(eq(tokens.id, row.id));
    const idleSince = idle.since.toISOString();
    const people = await concernedBy(tx, idle);
    for (const to of people) {
      await raiseNotice(tx, {
        kind: 'token.idle',
        about: { type: 'token', id: row.id, name: row.name },
        to,
        onceKey: `token.idle ${row.id} ${idleSince}`,
        facts: { idleSince, group: idle.group },
      });
    }
    return {
      value: { idleSince },
      audit: {
        before: { state: 'idle', idleSince },
        after: { state: 'suspended' },
        reason,
        affects: [row.id],
      },
    };
  },
});

export const suspendIdleTokens = defineJob({
  name: 'suspend-idle-tokens',
  summary: 'Suspends the tokens that went unused for longer than their group allows',
  input: z.strictObject({}),
  schedule: '*/5 * * * *',
  records: [suspendIdleToken.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .select({ id: tokens.id })
      .from(tokens)
      .innerJoin(identities, eq(identities.id, tokens.identityId))
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .leftJoin(memberships, ownMembership)
      .where(isIdleForSure)
      .orderBy(asc(tokens.idleFrom))
      .limit(MAX_AT_ONCE);
    return changeEach(scope, due, ({ id }) => runCommand(suspendIdleToken, context, { token: id }));
  },
});
