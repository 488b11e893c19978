import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { requests } from '@/db/schema/requests';
import type { Actor } from '@/domain/base/actor';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { loadRequest } from './request-target';
import { readRequestView } from './request-view';
import { settle } from './settle';

const MAX_AT_ONCE = 500;

/** Closes one request that nobody has decided in time. */
export const expireRequest = defineCommand({
  operation: 'requests.expire',
  summary: 'Close a request that nobody decided in time',
  input: z.object({ request: z.string() }),
  output: z.object({}),
  target: ({ db, input }) => loadRequest(db, input.request, true),
  async run({ tx, actor, target: { row } }) {
    const { state } = await readRequestView(tx, row.id);
    if (row.state !== 'open' || state !== 'expired') {
      return refuse('conflict', 'request_over', 'The request is decided, or has time left.');
    }
    const closed = await settle(tx, row, { state: 'expired', by: actor });
    return {
      value: {},
      audit: {
        ...{ before: { state: 'open' }, after: { state: 'expired', closed }, affects: [] },
        reason: 'nobody decided in time',
      },
    };
  },
});

/**
 * Closes what they asked for before and nobody decided in time: until the job comes by, it would keep
 * them from asking again. @returns ids, with those of the changes that waited to fulfil it
 */
export async function expireOwn(tx: Transaction, actor: Actor, groupId: string): Promise<string[]> {
  const over = await tx
    .select()
    .from(requests)
    .where(
      and(
        ...[eq(requests.requesterId, actor.id), eq(requests.groupId, groupId)],
        ...[eq(requests.kind, 'access'), eq(requests.state, 'open')],
        lte(requests.expiresAt, sql`now()`),
      ),
    )
    .for('update');
  const closed: string[] = [];
  for (const row of over) {
    closed.push(row.id, ...(await settle(tx, row, { state: 'expired', by: actor })));
  }
  return closed;
}

export const expireRequests = defineJob({
  name: 'expire-requests',
  summary: 'Closes the requests that nobody decided in time',
  input: z.strictObject({}),
  schedule: '*/10 * * * *',
  records: [expireRequest.operation],
  async run(scope) {
    const { db, context } = scope;
    const due = await db
      .select({ request: requests.id })
      .from(requests)
      .where(and(eq(requests.state, 'open'), lte(requests.expiresAt, sql`now()`)))
      .orderBy(asc(requests.expiresAt))
      .limit(MAX_AT_ONCE);
    return changeEach(scope, due, (one) => runCommand(expireRequest, context, one));
  },
});
