import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable, Transaction } from '@/db/client';
import { groups, memberships, serviceOwners } from '@/db/schema/groups';
import { identities, sessions } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { prose, reference } from '@/domain/base/input';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { defineCommand, type Step } from '@/domain/commands/define';
import { decidedByHand } from '@/domain/credentials/decided-by-hand';
import { hasPassed, readClockMs } from '@/domain/decision/clock';
import { editMembers } from '@/domain/groups/edit-members';
import { handOverService } from '@/domain/identities/hand-over-service';
import { identityViewSchema, readIdentityView } from '@/domain/identities/identity-view';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { findIdentity, type IdentityRow, loadIdentityTarget } from '@/domain/targets/find-identity';

const MAX_LEADS = 200;
const inGroup = z.object({ id: z.string(), slug: z.string(), name: z.string() });
const given = z.object({
  group: inGroup,
  identity: z.object({ id: z.string(), name: z.string() }),
});

/**
 * Ends all that somebody holds, as one change: others become leads, tokens, sessions and memberships
 * end, and the account is suspended. What a provider gives stays written down, and gives nothing.
 */
export const offboardIdentity = defineCommand({
  operation: 'identities.offboard',
  summary: 'Take everything from somebody who leaves, and suspend them',
  http: { method: 'POST', path: '/identities/{identity}/offboard' },
  input: z.object({
    identity: reference(),
    reason: prose().optional(),
    /** Ids of tokens it created for others, as `identities.listMade` tells them. */
    alsoRevoke: z.array(z.string().max(100)).max(500).default([]),
    /** Who leads a group of theirs from now on. */
    leads: z
      .array(z.strictObject({ group: reference(), identity: reference() }))
      .max(MAX_LEADS)
      .default([]),
    /** Which group a service account in their care belongs to from now on. */
    services: z
      .array(z.strictObject({ identity: reference(), group: reference() }))
      .max(MAX_LEADS)
      .default([]),
  }),
  output: z.object({
    identity: identityViewSchema,
    /** When everything ended: nothing they held works after it. */
    endedAt: instantText(),
    revokedTokens: z.number(),
    endedSessions: z.number(),
    /** Groups they are in no more. */
    left: z.array(inGroup),
    /** Groups that a provider keeps them in: change it there. It gives nothing while they are suspended. */
    keptByProvider: z.array(inGroup.extend({ source: z.enum(['sso', 'scim']) })),
    newLeads: z.array(given),
    /** Whose the service accounts are that were handed over. */
    newOwners: z.array(given),
  }),
  async target({ db, input }) {
    const found = await findIdentity(db, input.identity);
    if (isRefusal(found)) return found;
    // Groups before people, as those who edit members lock them.
    await db
      .select({ id: groups.id })
      .from(groups)
      .where(
        inArray(
          groups.id,
          db
            .select({ id: memberships.groupId })
            .from(memberships)
            .where(eq(memberships.identityId, found.id)),
        ),
      )
      .orderBy(asc(groups.id))
      .for('update');
    return loadIdentityTarget(db, input.identity);
  },
  async run({ tx, actor, input, target: { row } }) {
    if (row.id === actor.id) return invalid('identity', 'Somebody else must offboard you.');
    const { reason, alsoRevoke } = input;
    const held = await membershipsOf(tx, row.id);
    const handed = await planLeads(tx, row, held, input.leads);
    if ('ok' in handed) return handed;
    const byHand = held.filter(({ source }) => source === 'manual');
    const because = reason || 'offboarded';
    const steps: Step[] = [
      ...handed.map(({ group, identity, expiresAt }, index) => ({
        command: editMembers,
        input: { group: group.id, add: [{ identity: identity.id, role: 'lead', expiresAt }] },
        reason: because,
        explain: under(`leads.${index}`),
      })),
      // Before everything is stopped: their tokens end with the memberships, and say so when used.
      ...byHand.map(({ group }) => ({
        command: editMembers,
        input: { group: group.id, remove: [row.id] },
        reason: because,
      })),
      ...input.services.map((service, index) => ({
        command: handOverService,
        input: service,
        reason: because,
        explain: at(`services.${index}`),
      })),
      { command: stopIdentity, input: { identity: row.id, reason: because, alsoRevoke } },
      ...(row.state === 'active'
        ? [{ command: suspendIdentity, input: { identity: row.id, reason: because } }]
        : []),
    ];
    // Whom a client has suspended has no such step, and must not come back by it all the same.
    await decidedByHand(tx, row.id);
    const before = await livingOf(tx, row.id);
    return {
      steps,
      value: async (inside) => ({
        identity: await readIdentityView(inside, actor, row.id),
        endedAt: toInstantText(new Date(await readClockMs(inside))),
        revokedTokens: before.tokens + alsoRevoke.length,
        endedSessions: before.sessions,
        left: byHand.map(({ group }) => group),
        keptByProvider: held.flatMap(({ group, source }) =>
          source === 'manual' ? [] : [{ ...group, source }],
        ),
        newLeads: handed.map(({ group, identity: { id, name } }) => ({
          group,
          identity: { id, name },
        })),
        newOwners: await ownersOf(inside, input.services),
      }),
    };
  },
});

async function ownersOf(tx: Transaction, services: readonly { identity: string }[]) {
  const ids: string[] = [];
  for (const { identity } of services) {
    const row = await findIdentity(tx, identity);
    if (!isRefusal(row)) ids.push(row.id);
  }
  return tx
    .select({
      group: { id: groups.id, slug: groups.slug, name: groups.name },
      identity: { id: identities.id, name: identities.name },
    })
    .from(serviceOwners)
    .innerJoin(groups, eq(groups.id, serviceOwners.groupId))
    .innerJoin(identities, eq(identities.id, serviceOwners.identityId))
    .where(inArray(identities.id, ids))
    .orderBy(asc(identities.slug));
}

/** A refusal of a part names the field of the whole. */
const at =
  (field: string) =>
  (refusal: Refusal): Refusal => ({
    ...refusal,
    errors: refusal.errors.map(({ path, message }) => ({ path: `${field}.${path}`, message })),
  });

/** The same, where the part has fields that the whole does not: the line is what can be changed. */
const under =
  (line: string) =>
  (refusal: Refusal): Refusal => ({
    ...refusal,
    errors: refusal.errors.map(({ message }) => ({ path: line, message })),
  });

type Held = Awaited<ReturnType<typeof membershipsOf>>;

const membershipsOf = (tx: Transaction, identityId: string) =>
  tx
    .select({
      group: { id: groups.id, slug: groups.slug, name: groups.name },
      role: memberships.role,
      source: memberships.source,
    })
    .from(memberships)
    .innerJoin(groups, eq(groups.id, memberships.groupId))
    .where(eq(memberships.identityId, identityId))
    .orderBy(asc(groups.slug));

/** Who becomes lead where; whoever is a member already keeps the end date that is still to come. */
async function planLeads(
  tx: Transaction,
  leaver: IdentityRow,
  held: Held,
  leads: readonly { group: string; identity: string }[],
) {
  const planned: {
    group: Held[number]['group'];
    identity: IdentityRow;
    expiresAt: string | null;
  }[] = [];
  for (const [index, { group: reference, identity }] of leads.entries()) {
    const led = held.find(
      ({ group, role }) => role === 'lead' && (group.id === reference || group.slug === reference),
    );
    if (!led)
      return invalid(`leads.${index}.group`, `${leaver.name} leads no group “${reference}”.`);
    const successor = await findIdentity(tx, identity);
    const refusal = refuseSuccessor(successor, leaver, `leads.${index}.identity`);
    if (refusal) return refusal;
    const next = successor as IdentityRow;
    const [present] = await tx
      .select({ expiresAt: memberships.expiresAt, isOver: hasPassed(memberships.expiresAt) })
      .from(memberships)
      .where(and(eq(memberships.groupId, led.group.id), eq(memberships.identityId, next.id)));
    const expiresAt = toInstantTextOrNull(present && !present.isOver ? present.expiresAt : null);
    planned.push({ group: led.group, identity: next, expiresAt });
  }
  return planned;
}

function refuseSuccessor(
  successor: IdentityRow | Refusal,
  leaver: IdentityRow,
  path: string,
): Refusal | null {
  if (isRefusal(successor)) return invalid(path, 'There is nobody of that email or id.');
  if (successor.id === leaver.id) return invalid(path, `${leaver.name} is the one who leaves.`);
  if (successor.type !== 'person') return invalid(path, 'Only people lead.');
  if (successor.state !== 'active') return invalid(path, `${successor.name} is suspended.`);
  return null;
}

/** How many tokens are not revoked yet, and sessions open, of somebody. */
async function livingOf(db: Queryable, identityId: string) {
  const unrevoked = and(eq(tokens.identityId, identityId), sql`${tokens.state} <> 'revoked'`);
  const open = and(eq(sessions.identityId, identityId), sql`${sessions.endedAt} is null`);
  return { tokens: await db.$count(tokens, unrevoked), sessions: await db.$count(sessions, open) };
}
