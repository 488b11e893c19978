import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { exactText } from '@/db/exact-text';
import { auditEvents } from '@/db/schema/history';

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
 * `SHA-256(prev_hash ‖ JCS(event))` in lower-case hex: 32 raw bytes of the previous hash, then the
 * UTF-8 of the canonical JSON (RFC 8785).
 */
export function eventHash(prevHash: string, event: Omit<StoredEvent, 'hash' | 'prevHash'>): string {
  const canonical = canonicalize(hashedForm(event));
  if (canonical === undefined) throw new Error('an audit event has no canonical form');
  return createHash('sha256').update(Buffer.from(prevHash, 'hex')).update(canonical).digest('hex');
}
