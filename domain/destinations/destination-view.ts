import {
  and,
  asc,
  count,
  eq,
  exists,
  inArray,
  isNotNull,
  isNull,
  ne,
  notInArray,
  type SQL,
  sql,
} from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { destinations, rotationSchedules, rotations } from '@/db/schema/destinations';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { type DestinationRow, placeOf } from './destination-target';
import { kindOf } from './kinds/all';
import { placeSchema } from './place-input';
import { ROTATION_STATES, shownState } from './rotation-state';
import { dueAt } from './schedule-due';

const servedSchema = z.object({
  token: z.object({ id: z.string(), name: z.string(), last4: z.string() }),
  group: z.string(),
  secretName: z.string(),
  everySeconds: z.number(),
  nextAt: instantText(),
  /** Of the latest rotation; null where there was none yet. */
  state: z.enum(ROTATION_STATES).nullable(),
  failure: z.string().nullable(),
});

export const destinationViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['webhook', 'github', 'gitlab', 'vault', 'kubernetes']),
  place: placeSchema,
  /** The place in words. */
  where: z.string(),
  credential: z.string(),
  /** `slug` is null where the group is gone. Empty: tokens of every group may go there. */
  groups: z.array(z.object({ id: z.string(), slug: z.string().nullable() })),
  test: z.object({
    askedAt: instantText().nullable(),
    testedAt: instantText().nullable(),
    passed: z.boolean().nullable(),
    finding: z.string().nullable(),
  }),
  /** Tokens that go there, and rotations under way; of those, the ones that fail. */
  scheduled: z.number(),
  open: z.number(),
  failing: z.number(),
  createdAt: instantText(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
});
export const destinationDetailSchema = destinationViewSchema.extend({
  /** Whose secrets go there. */
  tokens: z.array(servedSchema),
});
export type DestinationView = z.output<typeof destinationViewSchema>;
export type DestinationDetail = z.output<typeof destinationDetailSchema>;

export const isOpen = notInArray(rotations.state, ['retired', 'ended']);
/** The one of a family that goes on. */
export const isHead = and(ne(tokens.state, 'revoked'), isNull(tokens.retiresAt));

/** Of a family that is on a schedule; one that has ended holds nothing up. */
const livingHead = (db: Queryable) =>
  db
    .select({ one: sql`1` })
    .from(tokens)
    .where(
      and(
        eq(tokens.familyId, rotationSchedules.familyId),
        isHead,
        sql`${tokens.expiresAt} > clock_timestamp()`,
      ),
    );

export async function toDestinationViews(
  db: Queryable,
  rows: readonly DestinationRow[],
): Promise<DestinationView[]> {
  const ids = ['', ...rows.map(({ id }) => id)];
  const found = await db
    .select({ id: groups.id, slug: groups.slug })
    .from(groups)
    .where(inArray(groups.id, ['', ...rows.flatMap(({ groupIds }) => groupIds)]));
  const slugs = new Map(found.map(({ id, slug }) => [id, slug]));
  const scheduled = await countBy(
    db
      .select({ id: rotationSchedules.destinationId, n: count() })
      .from(rotationSchedules)
      .where(and(inArray(rotationSchedules.destinationId, ids), exists(livingHead(db))))
      .groupBy(rotationSchedules.destinationId),
  );
  const countOpen = (more?: SQL) =>
    countBy(
      db
        .select({ id: rotations.destinationId, n: count() })
        .from(rotations)
        .where(and(inArray(rotations.destinationId, ids), isOpen, more))
        .groupBy(rotations.destinationId),
    );
  const [openOnes, failing] = [await countOpen(), await countOpen(isNotNull(rotations.failure))];
  return rows.map((row) => {
    const place = placeOf(row);
    return {
      ...{ id: row.id, name: row.name, kind: row.kind, place, where: kindOf(place).where(place) },
      credential: row.credential,
      groups: row.groupIds.map((id) => ({ id, slug: slugs.get(id) ?? null })),
      test: {
        askedAt: toInstantTextOrNull(row.testAskedAt),
        testedAt: toInstantTextOrNull(row.testedAt),
        passed: row.testPassed,
        finding: row.testFinding,
      },
      scheduled: scheduled.get(row.id) ?? 0,
      open: openOnes.get(row.id) ?? 0,
      failing: failing.get(row.id) ?? 0,
      createdAt: toInstantText(row.createdAt),
      createdBy: { id: row.createdBy, name: row.createdByName },
    };
  });
}

const countBy = async (query: PromiseLike<{ id: string; n: number }[]>) =>
  new Map((await query).map(({ id, n }) => [id, n]));

export async function readDestinationDetail(db: Queryable, id: string): Promise<DestinationDetail> {
  const [view] = await toDestinationViews(
    db,
    await db.select().from(destinations).where(eq(destinations.id, id)),
  );
  if (!view) throw new Error(`destination ${id} vanished while it was held`);
  const served = await db
    .select({
      ...{ schedule: rotationSchedules, token: tokens, group: groups.slug, nextAt: dueAt },
      latest: sql<
        string | null
      >`(select id from ${rotations} where ${rotations.familyId} = ${rotationSchedules.familyId}
        order by ${rotations.plannedAt} desc, ${rotations.id} desc limit 1)`,
    })
    .from(rotationSchedules)
    .innerJoin(tokens, and(eq(tokens.familyId, rotationSchedules.familyId), isHead))
    .innerJoin(groups, eq(groups.id, tokens.groupId))
    .where(eq(rotationSchedules.destinationId, id))
    .orderBy(asc(dueAt), asc(rotationSchedules.familyId));
  const latest = await db
    .select()
    .from(rotations)
    .where(inArray(rotations.id, ['', ...served.flatMap((one) => one.latest ?? [])]));
  return {
    ...view,
    tokens: served.map(({ schedule, token, group, nextAt, latest: latestId }) => {
      const rotation = latest.find((one) => one.id === latestId);
      return {
        token: { id: token.id, name: token.name, last4: token.last4 },
        ...{ group, secretName: schedule.secretName, everySeconds: schedule.everySeconds },
        nextAt: toInstantText(nextAt),
        state: rotation ? shownState(rotation) : null,
        failure: rotation && shownState(rotation) === 'failed' ? rotation.failure : null,
      };
    }),
  };
}
