import { and, eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { identities } from '@/db/schema/identities';
import { canSignIn } from '@/domain/authority/can-sign-in';
import { type Actor, type Grants, isGranted, type Roles, rolesOf } from '@/domain/base/actor';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { refuseEscalation } from './escalation';
import { loadOperationsOf, loadPossibleRights } from './held-rights';
import { needsSecondAdministrator } from './privileged-rights';

/** The rights that somebody may hand out, by making another person's way in. */
export type Holder = Roles & { readonly grants: Grants };

export function holderOf(actor: Actor): Holder {
  const { memberOf, leadOf } = rolesOf(actor);
  return { grants: actor.grants, memberOf, leadOf };
}

/**
 * Whoever makes a way in for a person can use it and become that person. Refuses where that would be
 * a gain: the person can sign in already, or holds through any group, by scope or as lead, what the
 * holder does not. Whoever holds every operation of the control plane may, but where rights over
 * Keyward take two administrators.
 */
export async function refuseTakeOver(
  db: Queryable,
  holder: Holder,
  person: { id: string; name: string },
  what: string,
): Promise<Refusal | null> {
  const rights = await loadPossibleRights(db, person.id);
  // Whoever could make it would be both of the two administrators.
  if (rights.controlPlane.size > 0 && (await needsSecondAdministrator(db))) {
    return refuse(
      'forbidden',
      'second_person',
      `${person.name} holds rights over Keyward, which take two administrators here. So nobody makes another’s way in: \`keyward recover\` on the server does.`,
    );
  }
  if (await holdsWholeControlPlane(db, holder)) return null;
  const escalation = refuseEscalation(holder, [...rights.controlPlane.keys()], what);
  if (escalation) return escalation;
  if (await isAbleToSignIn(db, person.id)) {
    return needsAdministrator(
      `${person.name} can sign in already: ${what.toLowerCase()} needs an administrator.`,
    );
  }
  const led = [...rights.leadOf.values()].find(({ id }) => !holder.leadOf.has(id));
  if (led) {
    return needsAdministrator(
      `${person.name} leads ${led.slug} and you do not. Ask an administrator.`,
    );
  }
  const own = await loadOperationsOf(db, [...holder.memberOf.keys()]);
  return [...rights.operations].every((operation) => own.has(operation))
    ? null
    : needsAdministrator(
        `${person.name} is in groups that open more than yours do. Ask an administrator.`,
      );
}

const needsAdministrator = (message: string) => refuse('forbidden', 'needs_administrator', message);

async function holdsWholeControlPlane(db: Queryable, holder: Holder): Promise<boolean> {
  const all = await db
    .select({ name: operations.name })
    .from(operations)
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(eq(apis.slug, KEYWARD_API));
  return all.length > 0 && all.every(({ name }) => isGranted(holder, name));
}

async function isAbleToSignIn(db: Queryable, identityId: string): Promise<boolean> {
  const able = and(eq(identities.id, identityId), canSignIn(identities.id));
  return (await db.$count(identities, able)) > 0;
}
