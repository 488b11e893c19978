import { and, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { organisationPolicy } from '@/db/schema/organisation';
import { scimGroups, scimMappings } from '@/db/schema/scim';
import { ssoMappings, ssoProviders } from '@/db/schema/sso';
import { KEYWARD_API } from '@/domain/base/built-ins';

const named = z.object({ id: z.string(), name: z.string() });

/**
 * A right over Keyward itself that a change gives: `right`, an operation that a group comes to hold ·
 * `member`, somebody in such a group, or in it for longer or as a lead · `mapping`, a provider's group
 * that leads into one · `policy`, that one administrator alone may do all of this.
 */
export const gainSchema = z.object({
  kind: z.enum(['right', 'member', 'mapping', 'policy']),
  group: named.nullable(),
  /** The operation, the member, or the provider's group. */
  subject: named.nullable(),
  role: z.enum(['member', 'lead']).nullable(),
  /** ISO 8601; null for good. */
  until: z.string().nullable(),
});
export type Gain = z.output<typeof gainSchema>;

interface Standing {
  /** By what tells them apart: how far each reaches, and how it is told. */
  readonly rights: ReadonlyMap<string, { readonly level: number; readonly gain: Gain }>;
  /** Operations of Keyward that each group holds, by its id. */
  readonly held: ReadonlyMap<string, readonly string[]>;
}

export interface Gains {
  readonly gains: readonly Gain[];
  /** The operations of Keyward that they hand out. */
  readonly operations: readonly string[];
}

export async function needsSecondAdministrator(db: Queryable): Promise<boolean> {
  const [row] = await db
    .select({ isOn: organisationPolicy.approvePrivileged })
    .from(organisationPolicy);
  return row?.isOn ?? false;
}

/** What `after` gives over Keyward that `before` does not. */
export async function gainsBetween(before: Queryable, after: Queryable): Promise<Gains> {
  const [was, is] = [await standingOf(before), await standingOf(after)];
  const gained = [...is.rights].filter(
    ([key, { level }]) => level > (was.rights.get(key)?.level ?? Number.NEGATIVE_INFINITY),
  );
  const handedOut = gained.flatMap(([, { gain }]) =>
    gain.kind === 'right' ? [gain.subject?.name ?? ''] : (is.held.get(gain.group?.id ?? '') ?? []),
  );
  return {
    gains: gained.map(([, { gain }]) => gain),
    operations: [...new Set(handedOut)].sort(),
  };
}

/** What anybody holds over Keyward itself, and which ways lead there. */
async function standingOf(db: Queryable): Promise<Standing> {
  const rights = new Map<string, { level: number; gain: Gain }>();
  const held = new Map<string, string[]>();
  const names = new Map<string, string>();
  for (const { group, operation } of await rightsOfGroups(db)) {
    names.set(group.id, group.name);
    held.set(group.id, [...(held.get(group.id) ?? []), operation.name]);
    rights.set(`right ${group.id} ${operation.name}`, {
      level: 1,
      gain: { kind: 'right', group, subject: operation, role: null, until: null },
    });
  }
  const ids = [...held.keys(), ''];
  const told = (id: string) => ({ id, name: names.get(id) ?? id });
  for (const { membership, name } of await membersOf(db, ids)) {
    const { groupId, identityId, role, expiresAt } = membership;
    rights.set(`member ${groupId} ${identityId} ${role}`, {
      level: expiresAt?.getTime() ?? Number.POSITIVE_INFINITY,
      gain: {
        ...{ kind: 'member', group: told(groupId), subject: { id: identityId, name }, role },
        until: expiresAt?.toISOString() ?? null,
      },
    });
    // Who leads is a member too: to lead no longer is no gain.
    const asMember = rights.get(`member ${groupId} ${identityId} lead`);
    if (asMember) rights.set(`member ${groupId} ${identityId} member`, asMember);
  }
  for (const { key, level, groupId, from, role } of await mappingsTo(db, ids)) {
    rights.set(key, {
      level,
      gain: { kind: 'mapping', group: told(groupId), subject: from, role, until: null },
    });
  }
  if (!(await needsSecondAdministrator(db))) {
    const gain: Gain = { kind: 'policy', group: null, subject: null, role: null, until: null };
    rights.set('policy', { level: 1, gain });
  }
  return { rights, held };
}

const rightsOfGroups = (db: Queryable) =>
  db
    .selectDistinct({
      group: { id: groups.id, name: groups.name },
      operation: { id: operations.id, name: operations.name },
    })
    .from(groupScopes)
    .innerJoin(groups, eq(groups.id, groupScopes.groupId))
    .innerJoin(scopeOperations, eq(scopeOperations.scopeId, groupScopes.scopeId))
    .innerJoin(operations, eq(operations.id, scopeOperations.operationId))
    .innerJoin(apis, eq(apis.id, operations.apiId))
    .where(eq(apis.slug, KEYWARD_API));

/** Those added by hand: whom a provider lets in, its mapping lets in. */
const membersOf = (db: Queryable, groupIds: string[]) =>
  db
    .select({ membership: memberships, name: identities.name })
    .from(memberships)
    .innerJoin(identities, eq(identities.id, memberships.identityId))
    .where(
      and(
        inArray(memberships.groupId, groupIds),
        eq(memberships.source, 'manual'),
        or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`)),
      ),
    );

/** A provider that says other groups, or is another one, is another way in. */
async function mappingsTo(db: Queryable, groupIds: string[]) {
  const sso = await db
    .select({ mapping: ssoMappings, provider: ssoProviders })
    .from(ssoMappings)
    .innerJoin(ssoProviders, eq(ssoProviders.id, ssoMappings.providerId))
    .where(and(inArray(ssoMappings.groupId, groupIds), eq(ssoProviders.enabled, true)));
  const scim = await db
    .select({ mapping: scimMappings, pushed: scimGroups })
    .from(scimMappings)
    .innerJoin(scimGroups, eq(scimGroups.id, scimMappings.scimGroupId))
    .where(inArray(scimMappings.groupId, groupIds));
  return [
    ...sso.map(({ mapping: { groupId, externalGroup, role, endsAfterSeconds }, provider }) => {
      const { id, name, issuer, clientId, groupsClaim } = provider;
      return {
        key: JSON.stringify([id, issuer, clientId, groupsClaim, externalGroup, groupId, role]),
        level: endsAfterSeconds ?? Number.POSITIVE_INFINITY,
        ...{ groupId, role, from: { id, name: `${externalGroup} of ${name}` } },
      };
    }),
    ...scim.map(({ mapping: { groupId, role }, pushed: { id, clientId, displayName } }) => ({
      key: JSON.stringify([id, clientId, groupId, role]),
      level: 1,
      ...{ groupId, role, from: { id, name: displayName } },
    })),
  ];
}
