import { and, eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { identities, sessions } from '@/db/schema/identities';
import {
  type Actor,
  type BearerActor,
  bearerActor,
  type GrantingGroup,
  type Grants,
  type Roles,
  type SessionActor,
  sessionActor,
} from '@/domain/base/actor';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { isOperationName, type OperationName } from '@/domain/base/operation-names';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { SESSION_IDLE_HOURS } from '@/domain/credentials/credential-facts';
import { isOpen, isProven, owed } from '@/domain/credentials/session-standing';
import { type Bearer, bearerById, bearerOf } from '@/domain/decision/bearer';
import { readClockMs } from '@/domain/decision/clock';
import { decideAccess, decideSubject } from '@/domain/decision/decide';
import { loadGroupSnapshots, loadSubjects } from '@/domain/decision/load-snapshots';
import type { GroupSnapshot } from '@/domain/decision/snapshot';

const dead = () =>
  refuse('unauthenticated', 'invalid_token', 'The token is missing, unknown or no longer valid.');

/**
 * The actor behind a bearer token, decided by the same core as any request to a protected API.
 * @param ip address of the caller, for the CIDR limits of token and group
 */
export const resolveTokenActor = async (
  db: Queryable,
  secret: string,
  ip: string | null,
): Promise<BearerActor | Refusal> => actorOfBearer(await bearerOf(db, secret, ip));

/** A token that is alive but holds nothing here is known: it gets 403 and an entry, not 401. */
export function actorOfBearer({ known, isAlive, decide }: Bearer): BearerActor | Refusal {
  if (known === null || !isAlive) return dead();
  const { snapshot, group } = known;
  const granting: GrantingGroup = { id: group.id, slug: group.slug };
  const grants = new Map<OperationName, GrantingGroup>();
  for (const operation of group.grants.get(KEYWARD_API)?.keys() ?? []) {
    if (!isOperationName(operation) || decide(operation).code !== 'allowed') continue;
    grants.set(operation, granting);
  }
  return bearerActor(snapshot.token.id, snapshot.identity, { group: granting, grants });
}

/** The holder of a token that was rotated out a moment ago, for a retry of that: they hold nothing else. */
export function actorOfRetired({ known, isJustRetired }: Bearer): BearerActor | Refusal {
  if (known === null || !isJustRetired) return dead();
  const { snapshot, group } = known;
  const granting: GrantingGroup = { id: group.id, slug: group.slug };
  return bearerActor(snapshot.token.id, snapshot.identity, { group: granting, grants: new Map() });
}

/** The person behind a browser session that owes no factor: all their living groups, and what their roles add. */
export async function resolveSessionActor(
  db: Queryable,
  sessionId: string,
  ip: string | null,
): Promise<SessionActor | Refusal> {
  const [row] = await db
    .select({
      identity: identities,
      provider: sessions.ssoProviderId,
      withoutGroups: sessions.withoutSsoGroups,
      ...{ owes: owed, isProven },
    })
    .from(sessions)
    .innerJoin(identities, eq(identities.id, sessions.identityId))
    .where(and(eq(sessions.id, sessionId), isOpen(SESSION_IDLE_HOURS)));
  if (!row)
    return refuse('unauthenticated', 'session_ended', 'Your session has ended. Sign in again.');
  const { identity, provider, withoutGroups, owes } = row;
  if (owes === 'factor') {
    return refuse('unauthenticated', 'factor_owed', 'Prove your second factor to go on.');
  }
  if (owes === 'enrolment') {
    return refuse('unauthenticated', 'enrolment_owed', 'Add a second factor to go on.');
  }
  const keptOutOf = withoutGroups ? provider : null;
  const rights = await rightsOfPerson(db, identity.id, ip, keptOutOf);
  return sessionActor(sessionId, identity, rights, { isProven: row.isProven, keptOutOf });
}

/**
 * What somebody's living groups give them from this address, by scope and by role.
 * @param keptOutOf id of an identity provider, whose memberships don't count
 */
export async function rightsOfPerson(
  db: Queryable,
  identityId: string,
  ip: string | null,
  keptOutOf: string | null = null,
): Promise<Roles & { readonly grants: Grants }> {
  const nowMs = await readClockMs(db);
  const subjects = await loadSubjects(db, identityId, keptOutOf);
  const groups = await loadGroupSnapshots(
    db,
    subjects.map((subject) => subject.groupId),
    KEYWARD_API,
  );
  const grants = new Map<OperationName, GrantingGroup>();
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
  return { grants, memberOf, leadOf };
}

/**
 * The same actor as the database has them now: their session or token may have ended, and any right
 * may have gone, since the request began. A fixed actor stays what it is.
 * @param isRetry the token was rotated out, and asks for the answer to that alone
 */
export async function resolveAgain(
  db: Queryable,
  actor: Actor,
  ip: string | null,
  isRetry = false,
): Promise<Actor | Refusal> {
  if (actor.isFixed) return actor;
  if (actor.kind === 'session') return resolveSessionActor(db, actor.via.id, ip);
  const bearer = await bearerById(db, actor.via.id, ip);
  return isRetry ? actorOfRetired(bearer) : actorOfBearer(bearer);
}

function heldOperations(group: GroupSnapshot): OperationName[] {
  return [...(group.grants.get(KEYWARD_API)?.keys() ?? [])]
    .filter(isOperationName)
    .filter(
      (operation) =>
        decideAccess(group, { kind: 'operation', api: KEYWARD_API, operation }, null).code ===
        'allowed',
    );
}
