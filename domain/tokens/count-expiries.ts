import { and, eq, inArray, isNull, notInArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { rotationSchedules, rotations } from '@/db/schema/destinations';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { ADMINISTRATORS } from '@/domain/base/built-ins';
import { reference } from '@/domain/base/input';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { groupsWithLead } from '@/domain/notices/recipients';
import { endsAt, isYetToEnd } from './ending';
import { tokensWithin } from './token-filters';
import { membershipEnded, ownMembership } from './token-view';
import { SHORTEST_WARNED_DAYS } from './warn-expiry';

const MAX_GROUPS = 8;

/** Whom the end of a token is left to; the first that applies. */
export const EXPIRY_KINDS = ['expected', 'unowned', 'personal', 'service'] as const;
export type ExpiryKind = (typeof EXPIRY_KINDS)[number];

const counts = {
  /** Needs nobody: it is on a schedule, was replaced, was delegated, or was made for a short while. */
  expected: z.int(),
  /** Nobody is left who would rotate it: its holder is gone, or its group has no lead. */
  unowned: z.int(),
  personal: z.int(),
  service: z.int(),
};
const daySchema = z.object({ on: z.iso.date(), ...counts });
export type ExpiryDay = z.output<typeof daySchema>;

/** How many living tokens end on each of the days ahead, UTC; a day on which none does is there with zeros. */
export const countExpiries = defineQuery({
  operation: 'tokens.countExpiries',
  summary: 'Count the tokens that end, by day',
  http: { method: 'GET', path: '/tokens/expiries' },
  list: true,
  input: z.object({
    /** How many, today included. */
    days: z.coerce.number().int().min(1).max(366).default(90),
    group: reference().optional(),
    /** Adds the same by group, of the groups in which the most end that somebody must care for. */
    include: z.enum(['groups']).optional(),
  }),
  output: z.object({
    days: z.array(daySchema),
    /** Of the living, those that end on a later day. */
    laterCount: z.int(),
    groups: z
      .array(
        z.object({ id: z.string(), slug: z.string(), name: z.string(), days: z.array(daySchema) }),
      )
      .optional(),
    /** In how many groups any end on these days. */
    groupCount: z.int().optional(),
  }),
  target: () => everything('token'),
  async run({ db, input: { days, group, include }, reach }) {
    const first = new Date(await readClockMs(db));
    const none = Array.from({ length: days }, (_, index) => emptyDay(first, index));
    const isHere = group ? eq(tokens.groupId, await groupId(db, group)) : undefined;
    const rows = await countEnding(db, none[0]?.on ?? '', days).where(
      and(tokensWithin(reach), isHere, isYetToEnd),
    );
    const laterCount = rows
      .filter(({ index }) => index >= days)
      .reduce((sum, { count }) => sum + count, 0);
    const counted = { days: spread(none, rows), laterCount };
    if (include !== 'groups') return counted;
    const ending = rows.filter(({ index }) => index < days);
    const groupCount = new Set(ending.map((row) => row.groupId)).size;
    const busiest = await readGroups(db, busiestOf(ending));
    const ofGroup = ({ id }: { id: string }) => rows.filter((row) => row.groupId === id);
    const listed = busiest.map((each) => ({ ...each, days: spread(none, ofGroup(each)) }));
    return { ...counted, groups: listed, groupCount };
  },
});

interface Ending {
  readonly groupId: string;
  /** Of the day, from the first. */
  readonly index: number;
  readonly kind: ExpiryKind;
  readonly count: number;
}

/** These days with what is counted of them; what is of none of them is left out. */
function spread(none: readonly ExpiryDay[], rows: readonly Ending[]): ExpiryDay[] {
  const days = none.map((day) => ({ ...day }));
  for (const { index, kind, count } of rows) {
    const day = days[Math.max(0, index)];
    if (day) day[kind] += count;
  }
  return days;
}

/** Ids of at most 8 groups: those with the most that somebody must care for, then with the most. */
function busiestOf(rows: readonly Ending[]): string[] {
  const weights = new Map<string, number>();
  for (const { groupId, kind, count } of rows) {
    const weight = kind === 'expected' ? count / 1e6 : count;
    weights.set(groupId, (weights.get(groupId) ?? 0) + weight);
  }
  const heaviest = [...weights].sort(([, left], [, right]) => right - left);
  return heaviest.slice(0, MAX_GROUPS).map(([id]) => id);
}

/** In the order of the ids. */
async function readGroups(db: Queryable, ids: readonly string[]) {
  const { id, slug, name } = groups;
  const found = await db
    .select({ id, slug, name })
    .from(groups)
    .where(inArray(id, [...ids, '']));
  return ids.flatMap((wanted) => found.find((each) => each.id === wanted) ?? []);
}

/** Looked up first, so that Postgres knows how many tokens to expect. Nothing is in a group of no id. */
async function groupId(db: Queryable, group: string): Promise<string> {
  const isMeant = or(eq(groups.id, group), eq(groups.slug, group));
  const [found] = await db.select({ id: groups.id }).from(groups).where(isMeant);
  return found?.id ?? '';
}

const DAY_MS = 86_400_000;

const emptyDay = (first: Date, index: number): ExpiryDay => ({
  on: new Date(first.getTime() + index * DAY_MS).toISOString().slice(0, 10),
  ...{ expected: 0, unowned: 0, personal: 0, service: 0 },
});

/**
 * How many tokens end, by group, the day's index and whom it is left to; what ends after the last of the days
 * is of the index behind it.
 * @param first the first day, as in `2027-01-31`
 */
export function countEnding(db: Queryable, first: string, days: number) {
  const index = sql<number>`least((${endsAt} at time zone 'UTC')::date - ${first}::date, ${days}::int)`;
  const schedules = schedulesThatWork(db).as('schedules');
  const needsNobody = sql`(${tokens.parentId} is not null or ${tokens.retiresAt} is not null
    or ${schedules.nextAt} < ${tokens.expiresAt}
    or ${tokens.expiresAt} - ${tokens.createdAt} < make_interval(days => ${SHORTEST_WARNED_DAYS}))`;
  const hasNoLead = sql`(${tokens.kind} = 'service' and ${groups.slug} <> ${ADMINISTRATORS}
    and ${notInArray(tokens.groupId, groupsWithLead(db))})`;
  const kind = sql<ExpiryKind>`case
    when ${needsNobody} then 'expected'
    when ${identities.state} <> 'active' or ${membershipEnded} or ${hasNoLead} then 'unowned'
    else ${tokens.kind} end`;
  return db
    .select({ groupId: tokens.groupId, index, kind, count: sql<number>`count(*)::int` })
    .from(tokens)
    .innerJoin(identities, eq(identities.id, tokens.identityId))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .leftJoin(memberships, ownMembership)
    .leftJoin(schedules, eq(schedules.familyId, tokens.familyId))
    .groupBy(tokens.groupId, sql`2`, sql`3`)
    .$dynamic();
}

/** A rotation that stands still until somebody looks is no relief. */
const schedulesThatWork = (db: Queryable) =>
  db
    .select({ familyId: rotationSchedules.familyId, nextAt: rotationSchedules.nextAt })
    .from(rotationSchedules)
    .leftJoin(
      rotations,
      and(
        eq(rotations.familyId, rotationSchedules.familyId),
        sql`${rotations.state} not in ('retired', 'ended')`,
      ),
    )
    .where(isNull(rotations.failure));
