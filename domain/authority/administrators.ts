import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '@/db/client';
import { scopes } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities, sessions } from '@/db/schema/identities';
import { canSignIn } from '@/domain/authority/can-sign-in';
import type { Actor } from '@/domain/base/actor';
import { ADMINISTER_SCOPE, ADMINISTRATORS } from '@/domain/base/built-ins';
import type { RequestOrigin } from '@/domain/base/context';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { compileAddressFilter } from '@/domain/decision/address-filter';
import type { AddressFilter } from '@/domain/decision/snapshot';
import { readCeilings } from '@/domain/policy/read-ceilings';

/** Whether the actor may hand out control-plane rights: setting a group's scopes marks it. */
export const isAdministrator = (actor: Actor): boolean => actor.grants.has('groups.setScopes');

interface Change {
  readonly actor: Pick<Actor, 'id' | 'kind'>;
  readonly request: Pick<RequestOrigin, 'ip'>;
  /** Whom the change concerns; leave it out where it concerns the group. */
  readonly subject?: string;
}

/**
 * Refuses a change after which nobody could administer Keyward: see `ableAdministrators`. Call it after
 * the change: the lock makes two at once take turns, so neither counts on the other's administrator.
 */
export async function refuseWithoutAdministrator(
  tx: Transaction,
  change: Change,
): Promise<Refusal | null> {
  const [group] = await tx
    .select()
    .from(groups)
    .where(eq(groups.slug, ADMINISTRATORS))
    .for('update');
  if (!group) throw new Error('the built-in groups are missing: run `keyward migrate`');
  if ((await ableAdministrators(tx, group, change)).length > 0) return null;
  if (change.subject && !(await isMember(tx, group.id, change.subject))) return null;
  return refuse(
    'conflict',
    'last_administrator',
    'Nobody could administer Keyward any more. In Administrators must stay at least one active person without an end date who has set a password and is let in from where they sign in.',
  );
}

/** Refuses to ask for a second administrator where there is none: nobody could ever say otherwise. */
export async function refuseAlone(tx: Transaction, change: Change): Promise<Refusal | null> {
  const [group] = await tx.select().from(groups).where(eq(groups.slug, ADMINISTRATORS));
  const able = group ? await ableAdministrators(tx, group, change) : [];
  return able.length > 1
    ? null
    : refuse(
        'conflict',
        'last_administrator',
        'There is one administrator who can sign in. Add a second first: nothing privileged could be approved.',
      );
}

/** Whether anybody can sign in and administer Keyward as things are. */
export async function isAnybodyAble(tx: Transaction): Promise<boolean> {
  const [group] = await tx.select().from(groups).where(eq(groups.slug, ADMINISTRATORS));
  return group !== undefined && (await ableAdministrators(tx, group)).length > 0;
}

/** Ids of those who could administer Keyward as things are. */
export async function ableAdministratorIds(db: Queryable): Promise<string[]> {
  const [group] = await db.select().from(groups).where(eq(groups.slug, ADMINISTRATORS));
  return group ? ableAdministrators(db, group) : [];
}

/**
 * Ids of those who can sign in now and administer: active people in Administrators for good, with a way
 * to sign in, from an address that the group allows (their own now, or one they signed in from lately).
 */
async function ableAdministrators(
  db: Queryable,
  group: typeof groups.$inferSelect,
  by?: Change,
): Promise<string[]> {
  if (group.state !== 'active' || !(await administers(db, group.id))) return [];
  const people = await db
    .select({ id: identities.id })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(
      and(
        eq(memberships.groupId, group.id),
        isNull(memberships.expiresAt),
        eq(identities.type, 'person'),
        eq(identities.state, 'active'),
        canSignIn(identities.id),
      ),
    );
  const ids = people.map(({ id }) => id);
  const lists = [group.allowedCidrs, (await readCeilings(db)).allowedCidrs];
  if (lists.every((cidrs) => cidrs.length === 0)) return ids;
  const filters = lists.map(compileAddressFilter);
  const allows: AddressFilter = (ip) => filters.every((each) => each(ip));
  const able: string[] = [];
  for (const id of ids) {
    // Where somebody's token is used says nothing of where they sign in.
    const isHere = by?.actor.id === id && by.actor.kind === 'session' && allows(by.request.ip);
    if (isHere || (await wasLetIn(db, id, allows))) able.push(id);
  }
  return able;
}

const administers = async (db: Queryable, groupId: string): Promise<boolean> => {
  const granted = await db
    .select({ id: scopes.id })
    .from(groupScopes)
    .innerJoin(scopes, eq(scopes.id, groupScopes.scopeId))
    .where(
      and(
        eq(groupScopes.groupId, groupId),
        eq(scopes.name, ADMINISTER_SCOPE),
        eq(scopes.builtIn, true),
      ),
    );
  return granted.length > 0;
};

async function wasLetIn(db: Queryable, identityId: string, allows: AddressFilter) {
  const seen = await db
    .selectDistinct({ ip: sessions.ip })
    .from(sessions)
    .where(
      and(
        eq(sessions.identityId, identityId),
        gt(sessions.createdAt, sql`now() - interval '30 days'`),
      ),
    );
  return seen.some(({ ip }) => allows(ip));
}

async function isMember(db: Queryable, groupId: string, identityId: string): Promise<boolean> {
  const here = and(eq(memberships.groupId, groupId), eq(memberships.identityId, identityId));
  return (await db.$count(memberships, here)) > 0;
}
