import { and, asc, desc, eq, inArray, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import {
  destinations,
  rotationSchedules,
  rotationSteps,
  rotations,
} from '@/db/schema/destinations';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { placeOf } from '@/domain/destinations/destination-target';
import { isHead } from '@/domain/destinations/destination-view';
import { kindOf } from '@/domain/destinations/kinds/all';
import { ROTATION_STATES, shownState } from '@/domain/destinations/rotation-state';
import { dueAt } from '@/domain/destinations/schedule-due';
import type { RotationRow } from './rotation-target';

const STEPS = rotationSteps.step.enumValues;
const MAX_SHOWN = 10;
const MAX_CHOICES = 200;

const choiceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(destinations.kind.enumValues),
  where: z.string(),
});
const tokenSchema = z.object({ id: z.string(), last4: z.string() });

const rotationViewSchema = z.object({
  id: z.string(),
  state: z.enum(ROTATION_STATES),
  /** The step that is reached; `state` says `failed` where the next one does not work. */
  reached: z.enum(rotations.state.enumValues),
  destination: z.string(),
  secretName: z.string(),
  predecessor: tokenSchema.nullable(),
  successor: tokenSchema.nullable(),
  /** Somebody rotated the token by hand, and said when the old one ends. */
  byHand: z.boolean(),
  /** Who asked for it; null where its time had come. */
  startedBy: z.string().nullable(),
  plannedAt: instantText(),
  mintedAt: instantText().nullable(),
  deliveredAt: instantText().nullable(),
  /** Whether the destination was asked, and has it. */
  confirmed: z.boolean(),
  deadlineAt: instantText().nullable(),
  seenAt: instantText().nullable(),
  endedAt: instantText().nullable(),
  failure: z.string().nullable(),
  nextAttemptAt: instantText().nullable(),
  history: z.array(z.object({ at: instantText(), step: z.enum(STEPS), said: z.string() })),
});

export const scheduleViewSchema = z.object({
  schedule: z
    .object({
      destination: choiceSchema,
      secretName: z.string(),
      everySeconds: z.number(),
      overlapSeconds: z.number().nullable(),
      nextAt: instantText(),
      setBy: z.string(),
      setAt: instantText(),
    })
    .nullable(),
  /** The latest first, ten at most. */
  rotations: z.array(rotationViewSchema),
  /** Where secrets of this group's tokens may go. */
  choices: z.array(choiceSchema),
});
export type ScheduleView = z.output<typeof scheduleViewSchema>;
export type RotationView = z.output<typeof rotationViewSchema>;

/** The schedule of a family, its latest rotations, and where its secrets could go. */
export async function readScheduleView(
  db: Queryable,
  { familyId, groupId }: { readonly familyId: string; readonly groupId: string },
): Promise<ScheduleView> {
  const open = await db
    .select()
    .from(destinations)
    .where(
      or(
        sql`cardinality(${destinations.groupIds}) = 0`,
        sql`${groupId} = any(${destinations.groupIds})`,
      ),
    )
    .orderBy(asc(destinations.name))
    .limit(MAX_CHOICES);
  const [scheduled] = await db
    .select({ rotation_schedules: rotationSchedules, destinations, nextAt: dueAt })
    .from(rotationSchedules)
    .innerJoin(destinations, eq(destinations.id, rotationSchedules.destinationId))
    .leftJoin(tokens, and(eq(tokens.familyId, rotationSchedules.familyId), isHead))
    .leftJoin(groups, eq(groups.id, tokens.groupId))
    .where(eq(rotationSchedules.familyId, familyId));
  const latest = await db
    .select()
    .from(rotations)
    .where(eq(rotations.familyId, familyId))
    .orderBy(desc(rotations.plannedAt), desc(rotations.id))
    .limit(MAX_SHOWN);
  const schedule = scheduled?.rotation_schedules;
  return {
    schedule:
      scheduled && schedule
        ? {
            destination: toChoice(scheduled.destinations),
            secretName: schedule.secretName,
            everySeconds: schedule.everySeconds,
            overlapSeconds: schedule.overlapSeconds,
            nextAt: toInstantText(scheduled.nextAt),
            setBy: schedule.setByName,
            setAt: toInstantText(schedule.setAt),
          }
        : null,
    rotations: await toRotationViews(db, latest),
    choices: open.map(toChoice),
  };
}

function toChoice(row: typeof destinations.$inferSelect) {
  const place = placeOf(row);
  return { id: row.id, name: row.name, kind: row.kind, where: kindOf(place).where(place) };
}

async function toRotationViews(
  db: Queryable,
  rows: readonly RotationRow[],
): Promise<RotationView[]> {
  const ids = ['', ...rows.map(({ id }) => id)];
  const steps = await db
    .select()
    .from(rotationSteps)
    .where(inArray(rotationSteps.rotationId, ids))
    .orderBy(asc(rotationSteps.at), asc(rotationSteps.id));
  const tokenIds = rows.flatMap((row) => [row.predecessorId, row.successorId ?? '']);
  const found = await db
    .select({ id: tokens.id, last4: tokens.last4 })
    .from(tokens)
    .where(inArray(tokens.id, ['', ...tokenIds]));
  const tokenOf = (id: string | null) => found.find((one) => one.id === id) ?? null;
  return rows.map((row) => ({
    ...{ id: row.id, state: shownState(row), reached: row.state, confirmed: row.isConfirmed },
    ...{ destination: row.destinationName, secretName: row.secretName },
    predecessor: tokenOf(row.predecessorId),
    successor: tokenOf(row.successorId),
    byHand: row.byHand,
    startedBy: row.startedByName,
    plannedAt: toInstantText(row.plannedAt),
    mintedAt: toInstantTextOrNull(row.mintedAt),
    deliveredAt: toInstantTextOrNull(row.deliveredAt),
    deadlineAt: toInstantTextOrNull(row.deadlineAt),
    seenAt: toInstantTextOrNull(row.seenAt),
    endedAt: toInstantTextOrNull(row.endedAt),
    failure: row.failure,
    nextAttemptAt: toInstantTextOrNull(row.failure === null ? null : row.nextAttemptAt),
    history: steps
      .filter(({ rotationId }) => rotationId === row.id)
      .map(({ at, step, said }) => ({ at: toInstantText(at), step, said })),
  }));
}
