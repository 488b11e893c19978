import { and, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { reviewEntries } from '@/db/schema/reviews';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { hasPassed } from '@/domain/decision/clock';
import { type Evidence, evidenceSchema, pairKey, readEvidence } from './evidence';
import { administratorsLeft } from './last-administrator';
import { DECISIONS, OUTCOMES } from './review-facts';

export const entryViewSchema = z.object({
  id: z.string(),
  group: z.object({
    ...{ id: z.string(), slug: z.string(), name: z.string() },
    controlsKeyward: z.boolean(),
  }),
  identity: z.object({
    id: z.string(),
    type: z.enum(['person', 'service']),
    name: z.string(),
    /** Email of a person, slug of a service account. */
    handle: z.string(),
    /** As it is now; null where it is gone. */
    state: z.enum(['active', 'suspended']).nullable(),
  }),
  role: z.enum(['member', 'lead']),
  source: z.enum(['manual', 'sso', 'scim']),
  /** Name of the provider that gives it, where one does. */
  sourceName: z.string().nullable(),
  memberSince: instantText(),
  addedBy: z.string(),
  /** As the membership ends now; as it was when the review opened, where it is gone. */
  expiresAt: instantText().nullable(),
  /** Whether they are in the group still, by the membership that the review found. */
  isMember: z.boolean(),
  /** Whether nobody could administer Keyward without them. */
  lastAdministrator: z.boolean(),
  /** As of the decision, or as it is now where nobody has decided. */
  evidence: evidenceSchema.nullable(),
  decision: z
    .object({
      decision: z.enum(DECISIONS),
      until: instantText().nullable(),
      note: z.string().nullable(),
      by: z.object({ id: z.string(), name: z.string() }),
      at: instantText(),
    })
    .nullable(),
  /** What became of it, once that is so. */
  settled: z
    .object({ outcome: z.enum(OUTCOMES), reason: z.string().nullable(), at: instantText() })
    .nullable(),
});
export type EntryView = z.output<typeof entryViewSchema>;

/** Whether the membership that the review found is there still. */
export const isSameMembership = and(
  eq(memberships.groupId, reviewEntries.groupId),
  eq(memberships.identityId, reviewEntries.identityId),
  eq(memberships.createdAt, reviewEntries.memberSince),
);

/** Selects entries with what they are about as it is now; add `where`, `orderBy` and `limit`. */
export const selectEntries = (db: Queryable) =>
  db
    .select({
      entry: reviewEntries,
      state: identities.state,
      membership: { expiresAt: memberships.expiresAt, isOver: hasPassed(memberships.expiresAt) },
      present: sql<boolean>`${memberships.groupId} is not null`,
    })
    .from(reviewEntries)
    .leftJoin(identities, eq(identities.id, reviewEntries.identityId))
    .leftJoin(memberships, isSameMembership);

type EntryRows = Awaited<ReturnType<typeof selectEntries>>;

/** Entries of one review as they are shown, each question asked once for all of them. */
export async function toEntryViews(db: Queryable, rows: EntryRows): Promise<EntryView[]> {
  const undecided = rows.filter(({ entry }) => entry.evidence === null && !entry.settledAt);
  const evidence = await readEvidence(
    db,
    undecided.map(({ entry }) => entry),
  );
  const administrators = rows.filter(({ entry }) => entry.groupSlug === ADMINISTRATORS);
  const reviewId = administrators[0]?.entry.reviewId;
  const left = reviewId === undefined ? [] : await administratorsLeft(db, reviewId);
  return rows.map(({ entry, state, membership, present }) => {
    const { id, role, source, sourceName } = entry;
    const isMember = present && !membership?.isOver;
    return {
      ...{ id, role, source, sourceName, isMember, addedBy: entry.addedByName },
      group: {
        ...{ id: entry.groupId, slug: entry.groupSlug, name: entry.groupName },
        controlsKeyward: entry.controlsKeyward,
      },
      identity: {
        ...{ id: entry.identityId, type: entry.identityType, name: entry.identityName },
        ...{ handle: entry.identityHandle, state },
      },
      memberSince: toInstantText(entry.memberSince),
      expiresAt: toInstantTextOrNull((present && membership ? membership : entry).expiresAt),
      lastAdministrator:
        entry.groupSlug === ADMINISTRATORS && left.length === 1 && left[0] === entry.identityId,
      evidence: (entry.evidence as Evidence | null) ?? evidence.get(pairKey(entry)) ?? null,
      decision: decisionOf(entry),
      settled: settledOf(entry),
    };
  });
}

type EntryRow = EntryRows[number]['entry'];

function decisionOf(entry: EntryRow): EntryView['decision'] {
  const { decision, decidedAt, decidedBy, decidedByName } = entry;
  if (decision === null || decidedAt === null || decidedBy === null) return null;
  return {
    ...{ decision, note: entry.note, until: toInstantTextOrNull(entry.until) },
    by: { id: decidedBy, name: decidedByName ?? decidedBy },
    at: toInstantText(decidedAt),
  };
}

function settledOf({ outcome, outcomeReason, settledAt }: EntryRow): EntryView['settled'] {
  if (outcome === null || settledAt === null) return null;
  return { outcome, reason: outcomeReason, at: toInstantText(settledAt) };
}
