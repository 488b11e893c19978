import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Database, Queryable } from '@/db/client';
import { identities, sessions } from '@/db/schema/identities';
import type { Actor, GrantingGroup } from '@/domain/kernel/actor';
import { type Refusal, refuse } from '@/domain/kernel/refusal';
import { hashTokenSecret, parseTokenSecret } from '@/domain/tokens/token-format';
import { KEYWARD_API } from './built-ins';
import { decide, decideAccess, decideSubject } from './decide';
import { loadGroupSnapshots, loadSubjects, loadTokenSnapshot } from './load-snapshots';
import type { GroupSnapshot } from './snapshot';

const SESSION_IDLE_HOURS = 8;
const dead = () =>
  refuse('unauthenticated', 'invalid_token', 'The token is missing, unknown or no longer valid.');

/**
 * The actor behind a bearer token, decided by the same core as any request to a protected API.
 * @param ip address of the caller, for the CIDR limits of token and group
 */
export async function resolveTokenActor(
  db: Queryable,
  secret: string,
  ip: string | null,
  nowMs = Date.now(),
): Promise<Actor | Refusal> {
  if (!parseTokenSecret(secret).ok) return dead();
  const snapshot = await loadTokenSnapshot(db, hashTokenSecret(secret));
  if (!snapshot) return dead();
  const group = (await loadGroupSnapshots(db, [snapshot.groupId], KEYWARD_API)).get(
    snapshot.groupId,
  );
  if (!group) return dead();
  const granting: GrantingGroup = { id: group.id, slug: group.slug };
  const grants = new Map<string, GrantingGroup>();
  for (const operation of group.grants.get(KEYWARD_API)?.keys() ?? []) {
    const request = { kind: 'operation', api: KEYWARD_API, operation, ip } as const;
    if (decide(snapshot, group, request, nowMs).code === 'allowed') grants.set(operation, granting);
  }
  // A token that is alive but holds nothing here is known: it gets 403 and an entry, not 401.
  const alive = decide(snapshot, group, { kind: 'unresolved', code: 'api_unknown', ip }, nowMs);
  if (alive.code !== 'api_unknown') return dead();
  return {
    type: snapshot.identity.type,
    id: snapshot.identity.id,
    name: snapshot.identity.name,
    via: { type: 'token', id: snapshot.token.id },
    group: granting,
    grants,
    memberOf: new Map(),
    leadOf: new Map(),
  };
}

/** The person behind a browser session: all their living groups, and what their roles add. */
export async function resolveSessionActor(
  db: Database,
  sessionId: string,
  ip: string | null,
  nowMs = Date.now(),
): Promise<Actor | Refusal> {
  const [row] = await db
    .select({ identity: identities })
    .from(sessions)
    .innerJoin(identities, eq(identities.id, sessions.identityId))
    .where(
      and(
        eq(sessions.id, sessionId),
        isNull(sessions.endedAt),
        gt(sessions.expiresAt, sql`now()`),
        gt(sessions.lastSeenAt, sql`now() - ${`${SESSION_IDLE_HOURS} hours`}::interval`),
        eq(identities.state, 'active'),
      ),
    );
  if (!row)
    return refuse('unauthenticated', 'session_ended', 'Your session has ended. Sign in again.');
  const subjects = await loadSubjects(db, row.identity.id);
  const groups = await loadGroupSnapshots(
    db,
    subjects.map((subject) => subject.groupId),
    KEYWARD_API,
  );
  const grants = new Map<string, GrantingGroup>();
  const memberOf = new Map<string, GrantingGroup>();
  const leadOf = new Map<string, GrantingGroup>();
  for (const subject of subjects) {
    const group = groups.get(subject.groupId);
    if (!group || decideSubject(subject, group, nowMs) !== null || !group.allows(ip)) continue;
    const granting = { id: group.id, slug: group.slug };
    memberOf.set(group.id, granting);
    if (subject.membership?.role === 'lead') leadOf.set(group.id, granting);
    for (const operation of heldOperations(group)) {
      if (!grants.has(operation)) grants.set(operation, granting);
    }
  }
  return {
    type: 'person',
    id: row.identity.id,
    name: row.identity.name,
    via: { type: 'session', id: sessionId },
    group: null,
    grants,
    memberOf,
    leadOf,
  };
}

function heldOperations(group: GroupSnapshot): string[] {
  return [...(group.grants.get(KEYWARD_API)?.keys() ?? [])].filter(
    (operation) =>
      decideAccess(group, { kind: 'operation', api: KEYWARD_API, operation }, null).code ===
      'allowed',
  );
}
