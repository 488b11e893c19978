import { and, asc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { requests } from '@/db/schema/requests';
import type { Actor } from '@/domain/base/actor';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { type RequestRow, requestName } from './request-target';

interface Decision {
  readonly state: 'approved' | 'denied' | 'withdrawn' | 'expired';
  readonly by: Pick<Actor, 'id' | 'name'>;
  readonly until?: Date | null;
  readonly reason?: string | undefined;
}

/**
 * Closes a request, and tells who asked what became of it. With one for access that is not given, the
 * changes that were to fulfil it are closed, too.
 * @returns ids of these
 */
export async function settle(
  tx: Transaction,
  row: RequestRow,
  decision: Decision,
): Promise<string[]> {
  await close(tx, row, decision);
  if (row.kind === 'change' || decision.state === 'approved') return [];
  const waiting = await tx
    .select()
    .from(requests)
    .where(and(eq(requests.fulfils, row.id), eq(requests.state, 'open')))
    .orderBy(asc(requests.id))
    .for('update');
  for (const change of waiting) await close(tx, change, decision);
  return waiting.map(({ id }) => id);
}

async function close(
  tx: Transaction,
  row: RequestRow,
  { state, by, until = null, reason }: Decision,
): Promise<void> {
  await tx
    .update(requests)
    .set({
      ...{ state, decidedAt: sql`clock_timestamp()`, decidedBy: by.id, decidedByName: by.name },
      ...{ decisionReason: reason ?? null, grantedUntil: until },
    })
    .where(eq(requests.id, row.id));
  const isOwn = by.id === row.personId || by.id === row.requesterId;
  if (row.personId === null || isOwn || state === 'withdrawn') return;
  await raiseNotice(tx, {
    ...{
      kind: 'request.decided',
      to: row.personId,
      about: { type: 'request', id: row.id, name: requestName(row) },
    },
    onceKey: `request.decided ${row.id}`,
    facts: { state, by: by.name, reason: reason ?? null, until: until?.toISOString() ?? null },
  });
}
