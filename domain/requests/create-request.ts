import { and, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable, Transaction } from '@/db/client';
import { groups, memberships } from '@/db/schema/groups';
import { organisationPolicy } from '@/db/schema/organisation';
import { requests } from '@/db/schema/requests';
import { personAsking } from '@/domain/authority/person-asking';
import { newId } from '@/domain/base/ids';
import { label, reference } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { invalid, isRefusal, notFound, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators, leadsOf } from '@/domain/notices/recipients';
import { expireOwn } from './expire-requests';
import { hindranceTo } from './extending';
import { askedOperations, namedOperations, type Offer, readOffers } from './offers';
import { ACCESS_REQUEST_DAYS, MAX_OPEN_REQUESTS } from './request-facts';
import { requestName } from './request-target';
import { readRequestView, requestViewSchema } from './request-view';

/**
 * Asks for access to a group: by its name, or by operations, for which the smallest group that has them
 * all is asked for. It gives nothing until somebody who could add the member approves it.
 */
export const createRequest = defineCommand({
  operation: 'requests.create',
  summary: 'Ask for access',
  http: { method: 'POST', path: '/requests', status: 201 },
  input: z
    .object({
      group: reference().optional(),
      /** `api operation` each. */
      operations: askedOperations(),
      reason: label(500),
      /** Until when it is needed. */
      until: instantInput().nullable().optional(),
    })
    .refine(({ group, operations }) => group !== undefined || operations.length > 0, {
      error: 'Name a group, or operations.',
      path: ['group'],
    }),
  output: requestViewSchema,
  conflicts: {
    requests_open_access: { path: 'group', message: 'You have asked for this group already.' },
  },
  target: ({ actor }) => ({ type: 'request', id: null, name: null, identityId: actor.id }),
  async run({ tx, actor, input, request }) {
    const offer = await offerFor(tx, actor.id, input);
    if (isRefusal(offer)) return offer;
    const refusal =
      refuseOffer(offer) ??
      (await refuseUntil(tx, input.until, offer.endsAt)) ??
      (await refuseMany(tx, actor.id));
    if (refusal) return refusal;
    const expired = await expireOwn(tx, actor, offer.id);
    const id = newId('accessRequest');
    const personId = await personAsking(tx, actor);
    const extendsFrom = offer.endsAt === null ? null : new Date(offer.endsAt);
    const asked = { kind: 'access' as const, reason: input.reason, groupName: offer.name };
    const name = requestName({ ...asked, extendsFrom });
    const about = { type: 'request' as const, id, name };
    await tx.insert(requests).values({
      ...{ ...asked, id, extendsFrom, operations: input.operations, personId },
      ...{ requesterType: actor.type === 'service' ? 'service' : 'person' },
      ...{ requesterId: actor.id, requesterName: actor.name },
      ...{ viaType: actor.via.type, viaId: actor.via.id, ip: request.ip },
      groupId: offer.id,
      wishedUntil: input.until ? new Date(input.until) : null,
      expiresAt: sql`now() + make_interval(days => ${ACCESS_REQUEST_DAYS})`,
    });
    for (const to of await approversOf(tx, offer, personId)) {
      await raiseNotice(tx, {
        ...{ kind: 'request.access', to, about, onceKey: `request.access ${id}` },
        facts: {
          ...{ by: actor.name, group: offer.name, reason: input.reason },
          ...(offer.endsAt !== null && { endsAt: offer.endsAt }),
        },
      });
    }
    const { reason, operations, until = null } = input;
    return {
      value: await readRequestView(tx, id),
      audit: {
        target: about,
        after: {
          ...{ group: offer.id, operations, until },
          ...(offer.endsAt !== null && { extendsFrom: offer.endsAt }),
          ...(expired.length > 0 && { expired }),
        },
        ...{ reason, affects: [] },
      },
    };
  },
});

/**
 * Whom to tell: the leads, and the administrators where nobody else leads the group, or where it controls
 * Keyward, to which they alone add.
 */
async function approversOf(
  tx: Transaction,
  { id, controlsKeyward }: Offer,
  askerId: string | null,
): Promise<string[]> {
  const others = (ids: readonly string[]) => ids.filter((each) => each !== askerId);
  const leads = others(await leadsOf(tx, id));
  if (leads.length > 0 && !controlsKeyward) return leads;
  return [...new Set([...leads, ...others(await administrators(tx))])];
}

async function offerFor(
  db: Queryable,
  identityId: string,
  { group, operations }: { group?: string | undefined; operations: readonly string[] },
): Promise<Offer | Refusal> {
  const ids = await namedOperations(db, operations);
  if (isRefusal(ids)) return ids;
  if (group === undefined) {
    const [smallest] = await readOffers(db, identityId, { ids, limit: 1 });
    return (
      smallest ??
      refuse(
        'conflict',
        'no_such_offer',
        'No one group has all of these operations. Ask for fewer at once, or ask an administrator.',
      )
    );
  }
  const named = or(eq(groups.id, group), eq(groups.slug, group));
  const [[found], [offer]] = [
    await db.select({ state: groups.state, name: groups.name }).from(groups).where(named),
    await readOffers(db, identityId, { ids, matching: named, limit: 1 }),
  ];
  if (offer) return offer;
  if (!found) return { ...notFound('group'), errors: [{ path: 'group', message: 'Unknown.' }] };
  if (found.state === 'frozen') {
    return refuse('conflict', 'group_frozen', `${found.name} is frozen: nobody can join it now.`);
  }
  return invalid('operations', `${found.name} doesn’t have all of these operations.`);
}

function refuseOffer(offer: Offer): Refusal | null {
  const { name, managedBy } = offer;
  const hindrance = hindranceTo(offer);
  if (hindrance === null) return null;
  const message =
    hindrance === 'already_member'
      ? `You are in ${name} already.`
      : `Who is in ${name} is said by ${managedBy.join(' and ')}, not here: ask whoever manages your groups there.`;
  return refuse('conflict', hindrance, message);
}

async function refuseUntil(
  db: Queryable,
  until: string | null | undefined,
  endsAt: string | null,
): Promise<Refusal | null> {
  if (!until) return null;
  const nowMs = await readClockMs(db);
  const untilMs = new Date(until).getTime();
  if (untilMs <= nowMs) return invalid('until', 'This date has passed.');
  if (endsAt !== null && untilMs <= Date.parse(endsAt)) return NO_LONGER;
  return refuseBeyond(db, untilMs, nowMs);
}

/** Access that is asked to last longer, or given so, lasts until then already. */
export const NO_LONGER = invalid('until', 'It lasts until then already: say a later date.');

/** The organisation's bound of what was requested. */
export async function refuseBeyond(
  db: Queryable,
  untilMs: number,
  nowMs: number,
): Promise<Refusal | null> {
  const seconds = await maxAccessSeconds(db);
  // A minute for the clock of whoever wrote the date.
  if (seconds === null || untilMs <= nowMs + (seconds + 60) * 1_000) return null;
  const days = Math.max(1, Math.floor(seconds / 86_400));
  return invalid(
    'until',
    `Access that is requested lasts at most ${days === 1 ? 'a day' : `${days} days`} here.`,
  );
}

export async function maxAccessSeconds(db: Queryable): Promise<number | null> {
  const [row] = await db
    .select({ seconds: organisationPolicy.maxAccessSeconds })
    .from(organisationPolicy);
  return row?.seconds ?? null;
}

async function refuseMany(db: Queryable, identityId: string): Promise<Refusal | null> {
  const open = and(
    ...[eq(requests.requesterId, identityId), eq(requests.state, 'open')],
    ...[eq(requests.kind, 'access'), gt(requests.expiresAt, sql`now()`)],
  );
  return (await db.$count(requests, open)) < MAX_OPEN_REQUESTS
    ? null
    : refuse(
        'conflict',
        'too_many_requests',
        `You have ${MAX_OPEN_REQUESTS} open requests. Withdraw one first.`,
      );
}

/** How somebody is in the group now; null where they are not. */
export async function livingMembership(db: Queryable, groupId: string, identityId: string) {
  const living = and(
    ...[eq(memberships.groupId, groupId), eq(memberships.identityId, identityId)],
    or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`)),
  );
  const [found] = await db.select().from(memberships).where(living);
  return found ?? null;
}
