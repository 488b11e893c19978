import { sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { exactNow } from '@/db/exact-text';
import { auditEvents, auditHead } from '@/db/schema/history';
import { withholdSecretsWithin } from '@/db/secrets/withhold-secrets';
import type { Actor, GrantingGroup } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import type { EventAction } from '@/domain/base/operation-names';
import type { AuditEntry, Target } from '@/domain/base/target';
import { eventHash } from './event-hash';

/** The channel on which every commit announces its `seq` to the verifiers. */
export const FEED_CHANNEL = 'keyward_feed';

interface Change {
  readonly actor: Actor;
  readonly group: GrantingGroup | null;
  readonly action: EventAction;
  readonly target: Pick<Target, 'type' | 'id' | 'name'>;
  readonly outcome: 'done' | 'denied';
  readonly entry: AuditEntry;
  readonly request: RequestOrigin;
}

/**
 * Appends one event: locks the head, so that `seq` is gapless and in commit order, chains the hash
 * and notifies. The lock holds until commit: every other change waits, so little should follow.
 * @returns the event's `seq`
 */
export async function appendEvent(tx: Transaction, change: Change): Promise<number> {
  const head = await tx.execute<{ seq: string; hash: string; at: string }>(sql`
    select seq, hash, ${exactNow} as at
    from ${auditHead} where id = 1 for update`);
  const previous = head.rows[0];
  if (!previous) throw new Error('the audit log has no head row: run the migrations');
  const { actor, entry, request } = change;
  // The last step before it is hashed and stored: whatever somebody typed or sent is in here.
  const event = withholdSecretsWithin({
    seq: Number(previous.seq) + 1,
    id: newId('event'),
    at: previous.at,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    viaType: actor.via.type,
    viaId: actor.via.id,
    groupId: change.group?.id ?? null,
    groupSlug: change.group?.slug ?? null,
    action: change.action,
    targetType: change.target.type,
    targetId: change.target.id,
    targetName: change.target.name,
    outcome: change.outcome,
    reason: entry.reason ?? null,
    before: entry.before ?? null,
    after: entry.after ?? null,
    affects: [...new Set(entry.affects)],
    requestId: request.id,
    ip: request.ip,
    userAgent: request.userAgent,
  });
  const hash = eventHash(previous.hash, event);
  await tx.insert(auditEvents).values({ ...event, prevHash: previous.hash, hash });
  await tx.execute(
    sql`with moved as (update ${auditHead} set seq = ${event.seq}, hash = ${hash} where id = 1)
        select pg_notify(${FEED_CHANNEL}, ${String(event.seq)})`,
  );
  return event.seq;
}
