import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { reviewEntries } from '@/db/schema/reviews';
import { personAsking } from '@/domain/authority/person-asking';
import { reachOf } from '@/domain/authority/reach';
import { type Actor, rolesOf } from '@/domain/base/actor';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { prose } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { invalid, isRefusal, notFound, type Refusal, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { type Evidence, pairKey, readEvidence } from './evidence';
import { administratorsLeft } from './last-administrator';
import { DECISIONS, MAX_DECIDED } from './review-facts';
import { doneOf, LAST_ADMINISTRATOR, managedOf, OWN_MEMBERSHIP } from './review-rules';
import { findReview, isOver, type ReviewTarget, reviewIsOver, reviewTarget } from './review-target';
import { readReviewView, reviewViewSchema } from './review-view';

const input = z.object({
  review: z.string().max(100),
  /** Ids of entries. */
  entries: z.array(z.string().max(100)).min(1).max(MAX_DECIDED),
  /** null takes a decision back. */
  decision: z.enum(DECISIONS).nullable(),
  /** The end date that it is shortened to. */
  until: instantInput().optional(),
  note: prose().optional(),
});

type EntryRow = typeof reviewEntries.$inferSelect;

interface EntriesTarget extends ReviewTarget {
  readonly entries: readonly EntryRow[];
  /** Where in the input an entry is named that isn't there, or is out of reach; -1: nowhere. */
  readonly missing: number;
}

/**
 * Says what is to become of memberships: it may be changed until it is applied, or the review is over.
 * What spoke for it then is kept with it.
 */
export const decideEntries = defineCommand({
  operation: 'reviews.decide',
  summary: 'Decide which memberships stay, end or end sooner',
  http: { method: 'POST', path: '/reviews/{review}/decide' },
  input,
  output: reviewViewSchema.extend({ decided: z.number() }),
  target: ({ db, actor, input: said }) => loadEntries(db, actor, said),
  permit: mayReview,
  prepare: async ({ db, target }) => readEvidence(db, target.entries),
  async run({ tx, actor, input: said, target, prepared }) {
    const nowMs = await readClockMs(tx);
    const reviewers = [actor.id, await personAsking(tx, actor)];
    const refusal = refuseOne(reviewers, said, target, nowMs);
    if (refusal) return refusal;
    await write(tx, actor, said, target.entries, prepared);
    const { decision, note, until } = said;
    const ends = decision === 'end' || decision === 'shorten';
    if (ends && target.entries.some(({ groupSlug }) => groupSlug === ADMINISTRATORS)) {
      if ((await administratorsLeft(tx, target.id)).length === 0) {
        return refuse('conflict', 'last_administrator', LAST_ADMINISTRATOR);
      }
    }
    return {
      value: {
        ...(await readReviewView(tx, reachOf(actor, 'reviews.get'), target.id)),
        decided: target.entries.length,
      },
      audit: {
        after: {
          ...{ decision, until: until ?? null, note: note ?? null },
          memberships: target.entries.map(({ groupSlug, identityId, identityName }) => ({
            ...{ group: groupSlug, id: identityId, name: identityName },
          })),
        },
        affects: [],
      },
    };
  },
});

/** A review with the entries that are named; those out of reach are not there. */
async function loadEntries(
  db: Queryable,
  actor: Actor,
  said: z.output<typeof input>,
): Promise<EntriesTarget | Refusal> {
  const row = await findReview(db, said.review, 'share');
  if (!row) return notFound('review');
  const [seeing, deciding] = [reachOf(actor, 'reviews.get'), reachOf(actor, 'reviews.decide')];
  const found = await db
    .select()
    .from(reviewEntries)
    .where(and(eq(reviewEntries.reviewId, row.id), inArray(reviewEntries.id, said.entries)))
    .orderBy(asc(reviewEntries.position))
    .for('update');
  const seen = found.filter(({ groupId }) =>
    [seeing, deciding].some((reach) => reach.everywhere || reach.groupIds.includes(groupId)),
  );
  const known = new Set(seen.map(({ id }) => id));
  const missing = said.entries.findIndex((id) => !known.has(id));
  // Who sees none of them is told, and recorded, as of any other thing out of reach.
  const about = seen.length > 0 ? seen : found;
  const groupIds = [...new Set(about.map(({ groupId }) => groupId))];
  return { ...reviewTarget(row, groupIds), entries: seen, missing };
}

/** Leads may, where they lead all the groups. */
function mayReview(actor: Actor, { groupIds = [] }: EntriesTarget) {
  const { leadOf } = rolesOf(actor);
  const [first] = groupIds;
  if (first === undefined || !groupIds.every((id) => leadOf.has(id))) return false;
  return leadOf.get(first) ?? false;
}

function refuseOne(
  reviewers: readonly (string | null)[],
  { decision, until, entries: named }: z.output<typeof input>,
  { row, entries, missing }: EntriesTarget,
  nowMs: number,
): Refusal | null {
  if (isOver(row, nowMs)) return reviewIsOver(row);
  if (missing !== -1) return invalid(`entries.${missing}`, 'There is no such entry here.');
  if ((decision === 'shorten') !== (until !== undefined)) {
    return invalid('until', 'Say until when, where a membership is to end sooner, and only there.');
  }
  if (until !== undefined && Date.parse(until) <= nowMs) {
    return invalid('until', 'The end date has passed.');
  }
  for (const entry of entries) {
    const refusal = refuseEntry(reviewers, entry, decision, until);
    if (isRefusal(refusal)) {
      const path = `entries.${named.indexOf(entry.id)}`;
      return { ...refusal, errors: [{ path, message: refusal.message }] };
    }
  }
  return null;
}

/** @param reviewers who decides, and the person behind the token of a service account */
function refuseEntry(
  reviewers: readonly (string | null)[],
  entry: EntryRow,
  decision: z.output<typeof input>['decision'],
  until: string | undefined,
): Refusal | null {
  const { identityName: name, expiresAt, source } = entry;
  if (reviewers.includes(entry.identityId)) {
    return refuse('forbidden', 'own_membership', OWN_MEMBERSHIP);
  }
  if (entry.settledAt) {
    return refuse('conflict', 'review_closed', doneOf(name));
  }
  if (decision !== 'shorten' || until === undefined) return null;
  if (source !== 'manual') {
    return refuse('conflict', 'managed_membership', managedOf(entry, name));
  }
  if (expiresAt && expiresAt.getTime() <= Date.parse(until)) {
    return refuse('invalid', 'invalid_input', `The membership of ${name} ends before that.`);
  }
  return null;
}

async function write(
  tx: Queryable,
  actor: Actor,
  { decision, until, note }: z.output<typeof input>,
  entries: readonly EntryRow[],
  evidence: ReadonlyMap<string, Evidence>,
): Promise<void> {
  const ids = entries.map(({ id }) => id);
  const taken = decision === null;
  await tx
    .update(reviewEntries)
    .set({
      ...{ decision, until: until === undefined ? null : new Date(until), note: note || null },
      decidedBy: taken ? null : actor.id,
      decidedByName: taken ? null : actor.name,
      decidedAt: taken ? null : sql`now()`,
      evidence: null,
    })
    .where(inArray(reviewEntries.id, ids));
  if (taken) return;
  await keepEvidence(tx, entries, evidence);
}

/** Writes down what spoke for each of them. */
export async function keepEvidence(
  tx: Queryable,
  entries: readonly EntryRow[],
  evidence: ReadonlyMap<string, Evidence>,
): Promise<void> {
  const told = entries.map((entry) => JSON.stringify(evidence.get(pairKey(entry)) ?? null));
  await tx.execute(sql`update ${reviewEntries} set evidence = nullif(said.evidence::jsonb, 'null'::jsonb)
    from unnest(${sql.param(entries.map(({ id }) => id))}::text[], ${sql.param(told)}::text[])
      as said (id, evidence)
    where ${reviewEntries.id} = said.id`);
}
