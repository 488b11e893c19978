import canonicalize from 'canonicalize';
import { exactText } from '@/db/exact-text';
import { auditEvents } from '@/db/schema/history';
import { linkHash } from './link-hash';

export type StoredEvent = typeof auditEvents.$inferSelect;

/** `at` as it is hashed and shown: UTC with all six digits, `2026-01-31T08:15:30.123456Z`. */
export const exactAt = exactText(auditEvents.at);

/**
 * The event as it is hashed: the JSON object of docs/audit-chain.md, times in UTC with microseconds.
 * Everything stored is in it, except the two hashes.
 */
export const hashedForm = (event: Omit<StoredEvent, 'hash' | 'prevHash'>) => ({
  seq: event.seq,
  id: event.id,
  at: event.at,
  actor: { type: event.actorType, id: event.actorId, name: event.actorName },
  via: { type: event.viaType, id: event.viaId },
  group: event.groupId === null ? null : { id: event.groupId, slug: event.groupSlug },
  action: event.action,
  target: { type: event.targetType, id: event.targetId, name: event.targetName },
  outcome: event.outcome,
  reason: event.reason,
  before: event.before,
  after: event.after,
  affects: event.affects,
  request: { id: event.requestId, ip: event.ip, userAgent: event.userAgent },
});

/**
 * The same as canonical JSON (RFC 8785). The names that are fixed stand here in their order, so that
 * only what a change says of itself is put in order each time: a sixth of the cost.
 */
export function canonicalForm(event: Omit<StoredEvent, 'hash' | 'prevHash'>): string {
  const { actor, via, group, target, request, ...own } = hashedForm(event);
  const first = {
    action: own.action,
    actor: { id: actor.id, name: actor.name, type: actor.type },
    affects: own.affects,
  };
  const last = {
    group: group && { id: group.id, slug: group.slug },
    id: own.id,
    outcome: own.outcome,
    reason: own.reason,
    request: { id: request.id, ip: request.ip, userAgent: request.userAgent },
    seq: own.seq,
    target: { id: target.id, name: target.name, type: target.type },
    via: { id: via.id, type: via.type },
  };
  const [after, at, before] = [state(own.after), JSON.stringify(own.at), state(own.before)];
  return `${JSON.stringify(first).slice(0, -1)},"after":${after},"at":${at},"before":${before},${JSON.stringify(last).slice(1)}`;
}

function state(of: StoredEvent['before']): string {
  const canonical = canonicalize(of);
  if (canonical === undefined) throw new Error('an audit event has no canonical form');
  return canonical;
}

/** `SHA-256(prev_hash ‖ JCS(event))`: see `linkHash`. */
export const eventHash = (
  prevHash: string,
  event: Omit<StoredEvent, 'hash' | 'prevHash'>,
): string => linkHash(prevHash, canonicalForm(event));
