import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { scimLinks, scimUsers } from '@/db/schema/scim';
import { loadPossibleRights } from '@/domain/authority/held-rights';
import type { Actor } from '@/domain/base/actor';
import { isEmail, mailboxOf } from '@/domain/base/email';
import { newId } from '@/domain/base/ids';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { cut, INVISIBLE } from '@/domain/base/text';
import { hasEmail } from '@/domain/targets/email-forms';
import type { IdentityRow } from '@/domain/targets/find-identity';
import { isObject, type Resource, type Value } from './resource';

const MAX_NAME = 120;
const MAX_EMAIL = 254;
/** Where mail reaches nobody (RFC 2606, section 2): a person must have an address, a SCIM user none. */
const NOWHERE = 'no-address.invalid';

const UNSEEN = new RegExp(String.raw`${INVISIBLE}|[\p{Cc}\p{Zl}\p{Zp}\ufff9-\ufffb]`, 'gu');
const textOf = (value: Value | undefined): string =>
  typeof value === 'string' ? value.replaceAll(UNSEEN, ' ').trim() : '';

/** The name that Keyward shows: the display name, else the parts, else the user name. */
export function nameOf({ displayName, name, userName }: Resource): string {
  const parts = (isObject(name) ? name : {}) as Resource;
  const joined = `${textOf(parts.givenName)} ${textOf(parts.familyName)}`.trim();
  const found = [textOf(displayName), textOf(parts.formatted), joined, textOf(userName)];
  return cut(found.find(Boolean) ?? 'Somebody', MAX_NAME);
}

/** Addresses by which the person may be known here: primary or work or any email, then the user name. */
function addressesOf({ emails, userName }: Resource): string[] {
  const list = (Array.isArray(emails) ? emails.filter(isObject) : []) as Resource[];
  const best =
    list.find(({ primary }) => primary === true) ??
    list.find(({ type }) => String(type).toLowerCase() === 'work') ??
    list[0];
  return [best?.value, userName]
    .filter((value) => typeof value === 'string')
    .map(mailboxOf)
    .filter((value) => value.length <= MAX_EMAIL && isEmail(value));
}

type Link = typeof scimLinks.$inferSelect;

interface Found {
  readonly identity: IdentityRow;
  readonly link: Link;
}

async function linkedPeople(tx: Transaction, where: SQL | undefined): Promise<Found[]> {
  return tx
    .select({ identity: identities, link: scimLinks })
    .from(scimLinks)
    .innerJoin(identities, eq(identities.id, scimLinks.identityId))
    .leftJoin(
      scimUsers,
      and(eq(scimUsers.clientId, scimLinks.clientId), eq(scimUsers.identityId, identities.id)),
    )
    .where(and(isNull(scimUsers.id), where))
    .for('update', { of: identities });
}

const isSame = ({ link }: Found, externalId: string | null) =>
  link.externalId === null || externalId === null || link.externalId === externalId;

interface Provisioned {
  readonly identity: IdentityRow;
  readonly isNew: boolean;
  /** Who had the address before, and has it no more. */
  readonly released: readonly Released[];
}

/**
 * The person that a new user is: one whom this client had before, or an administrator lets it have, else
 * a new one. Nobody else is taken over for having the same address: that is refused.
 */
export async function personFor(
  tx: Transaction,
  { id: clientId }: Actor,
  resource: Resource,
): Promise<Provisioned | Refusal> {
  const [userName, externalId] = [String(resource.userName), externalIdOf(resource)];
  const addresses = addressesOf(resource);
  const owners = addresses.length
    ? await tx
        .select()
        .from(identities)
        .where(hasEmail(...addresses))
        .for('update')
    : [];
  const links = await tx
    .select()
    .from(scimLinks)
    .where(
      and(
        eq(scimLinks.clientId, clientId),
        inArray(scimLinks.identityId, ['', ...owners.map(({ id }) => id)]),
      ),
    );
  const stranger = owners.find(({ id }) => !links.some((link) => link.identityId === id));
  if (stranger) return refuseStranger(stranger);
  const known = or(
    eq(sql`lower(${scimLinks.userName})`, sql`lower(${userName})`),
    externalId === null ? undefined : eq(scimLinks.externalId, externalId),
    inArray(scimLinks.identityId, ['', ...owners.map(({ id }) => id)]),
  );
  const before = await linkedPeople(tx, and(eq(scimLinks.clientId, clientId), known));
  const returning =
    before.find(({ link }) => externalId !== null && link.externalId === externalId) ??
    before.find((one) => isSame(one, externalId));
  if (returning) return { identity: returning.identity, isNew: false, released: [] };
  const released: Released[] = [];
  for (const { identity } of before) {
    const one = await releaseAddress(tx, identity, addresses);
    if (isRefusal(one)) return one;
    if (one) released.push(one);
  }
  return { identity: await makePerson(tx, clientId, resource), isNew: true, released };
}

export const externalIdOf = ({ externalId }: Resource): string | null =>
  typeof externalId === 'string' ? externalId : null;

const refuseStranger = ({ email }: IdentityRow): Refusal =>
  refuse(
    'conflict',
    'scim_uniqueness',
    `Somebody with the address ${email} is here already and does not come from this client. An administrator can let it have them.`,
  );

interface Released {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** An address may go from one who has left to one who comes, and from nobody else: they sign in by it. */
async function releaseAddress(
  tx: Transaction,
  { id, name, email, state }: IdentityRow,
  wanted: string[],
): Promise<Released | Refusal | null> {
  if (!email || !wanted.some((one) => one.toLowerCase() === email.toLowerCase())) return null;
  const controlsKeyward = (await loadPossibleRights(tx, id)).controlPlane.size > 0;
  if (state !== 'suspended' || controlsKeyward) return refuseHolder(email);
  await tx
    .update(identities)
    .set({ email: nowhere(id) })
    .where(eq(identities.id, id));
  return { id, name, email };
}

const refuseHolder = (email: string): Refusal =>
  refuse(
    'conflict',
    'scim_uniqueness',
    `The address ${email} is still that of somebody who was known by another id or name. An administrator can change it.`,
  );

const nowhere = (id: string) => `${id}@${NOWHERE}`;

async function makePerson(
  tx: Transaction,
  clientId: string,
  resource: Resource,
): Promise<IdentityRow> {
  const id = newId('identity');
  const email = (await freeAddress(tx, addressesOf(resource), id)) ?? nowhere(id);
  const [identity] = await tx
    .insert(identities)
    .values({ id, type: 'person', name: nameOf(resource), email })
    .returning();
  if (!identity) throw new Error('a person was not made');
  await tx.insert(scimLinks).values({ clientId, identityId: id });
  return identity;
}

async function freeAddress(tx: Transaction, addresses: string[], id: string) {
  for (const address of addresses) {
    const owners = await tx.select().from(identities).where(hasEmail(address));
    if (owners.every((owner) => owner.id === id)) return address;
  }
  return null;
}

/**
 * Name and address as the client has them now. Who controls Keyward keeps their address: with it goes
 * what is sent to them, and a client is no administrator.
 */
export async function updatePerson(
  tx: Transaction,
  clientId: string,
  identity: IdentityRow,
  resource: Resource,
): Promise<Refusal | Pick<IdentityRow, 'name' | 'email'>> {
  const addresses = addressesOf(resource);
  const owners = addresses.length
    ? await tx
        .select()
        .from(identities)
        .where(hasEmail(...addresses))
    : [];
  for (const owner of owners) {
    const own = and(eq(scimLinks.clientId, clientId), eq(scimLinks.identityId, owner.id));
    if ((await tx.$count(scimLinks, own)) === 0) return refuseStranger(owner);
  }
  const name = nameOf(resource);
  const wanted = await freeAddress(tx, addresses, identity.id);
  const keeps =
    wanted === null || (await loadPossibleRights(tx, identity.id)).controlPlane.size > 0;
  const email = keeps ? identity.email : wanted;
  if (name !== identity.name || email !== identity.email) {
    const now = { name, email, updatedAt: sql`now()` };
    await tx.update(identities).set(now).where(eq(identities.id, identity.id));
  }
  return { name, email };
}
