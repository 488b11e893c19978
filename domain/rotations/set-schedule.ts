import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { rotationSchedules } from '@/db/schema/destinations';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadDestination, placeOf } from '@/domain/destinations/destination-target';
import { kindOf } from '@/domain/destinations/kinds/all';
import { LATEST_OF_LIFE } from '@/domain/destinations/schedule-due';
import { secretNameInput } from '@/domain/destinations/secret-name';
import { durationWords } from '@/domain/policy/duration-words';
import { type FamilyTarget, lifetimeOf, loadFamily } from '@/domain/tokens/family';
import { refuseMintingEscalation } from '@/domain/tokens/may-mint';
import { permitMinting } from '@/domain/tokens/minting-right';
import { keptScopes } from '@/domain/tokens/restriction';
import { MAX_OVERLAP_SECONDS } from '@/domain/tokens/token-facts';
import { readTokenView } from '@/domain/tokens/token-view';
import { readScheduleView, scheduleViewSchema } from './rotation-view';
import { MAX_PERIOD_SECONDS, MIN_OVERLAP_SECONDS, MIN_PERIOD_SECONDS } from './schedule-facts';
import { refuseSchedule } from './schedule-rules';

const PLACE_TAKEN = {
  rotation_schedules_place: {
    path: 'secretName',
    message: 'Another token’s secret goes there under this name already.',
  },
};

/** Has a token of a service account rotated every so often, its secret written to one destination. */
export const setSchedule = defineCommand({
  operation: 'rotations.schedule',
  summary: 'Rotate a token on a schedule, into a destination',
  http: { method: 'PUT', path: '/tokens/{token}/schedule' },
  input: z.object({
    token: z.string().max(100),
    destination: z.string().max(100),
    /** What the secret is called there. */
    secretName: secretNameInput(),
    everySeconds: z.number().int().min(MIN_PERIOD_SECONDS).max(MAX_PERIOD_SECONDS),
    /** How long the old token goes on after the new one has arrived; the group's overlap where it isn't said. */
    overlapSeconds: z
      .number()
      .int()
      .min(MIN_OVERLAP_SECONDS)
      .max(MAX_OVERLAP_SECONDS)
      .nullable()
      .default(null),
  }),
  output: scheduleViewSchema,
  conflicts: PLACE_TAKEN,
  target: ({ db, input }) => loadFamily(db, input.token),
  permit: (actor, { group, identity }) => permitMinting(actor, { row: group, identity }),
  refusal: refuseSchedule,
  view: ({ tx, target }) => readTokenView(tx, target.id),
  admit: async ({ tx, actor, target }) =>
    refuseMintingEscalation(tx, actor, target.group, await keptScopes(tx, target.row)),
  async run({ tx, actor, input, target }) {
    const { familyId } = target.row;
    const place = await admittedPlace(tx, input, target);
    if (isRefusal(place)) return place;
    const { secretName, everySeconds, overlapSeconds } = input;
    const untimely = refuseTimes(input, target);
    if (untimely) return untimely;
    const due = Math.min(everySeconds, LATEST_OF_LIFE * allowedAgeOf(target));
    const set = {
      ...{ destinationId: input.destination, secretName, everySeconds, overlapSeconds },
      // A token that is older than that is rotated at once.
      nextAt: sql`greatest(${target.row.createdAt.toISOString()}::timestamptz + make_interval(secs => ${due}), clock_timestamp())`,
      ...{ setAt: sql`clock_timestamp()`, setBy: actor.id, setByName: actor.name },
    };
    await tx
      .insert(rotationSchedules)
      .values({ familyId, ...set })
      .onConflictDoUpdate({ target: rotationSchedules.familyId, set });
    return {
      value: await readScheduleView(tx, target.row),
      audit: {
        after: { destination: place.name, secretName, everySeconds, overlapSeconds },
        affects: [],
      },
    };
  },
});

/** How old the token may become, in seconds: its own life, or what its group's policy leaves of it. */
const allowedAgeOf = ({ row, group }: FamilyTarget) =>
  Math.floor(
    Math.min(lifetimeOf(row), group.maxTtlSeconds, group.rotationPeriodSeconds ?? Infinity),
  );

async function admittedPlace(
  tx: Transaction,
  input: Pick<z.output<typeof setSchedule.input>, 'destination' | 'secretName'>,
  target: FamilyTarget,
): Promise<{ name: string } | Refusal> {
  const { group } = target;
  const destination = await loadDestination(tx, input.destination, 'share');
  const isOpen = (ids: readonly string[]) => ids.length === 0 || ids.includes(group.id);
  if (isRefusal(destination) || !isOpen(destination.row.groupIds)) {
    return invalid('destination', `No destination of this id takes tokens of ${group.name}.`);
  }
  const problem = kindOf(placeOf(destination.row)).nameProblem(input.secretName);
  if (problem !== null) return invalid('secretName', problem);
  return destination.row;
}

/** What the policy of the group and the ceilings of the organisation leave no time for. */
function refuseTimes(
  { everySeconds, overlapSeconds }: { everySeconds: number; overlapSeconds: number | null },
  target: FamilyTarget,
): Refusal | null {
  const { row, group, ceilings } = target;
  const age = allowedAgeOf(target);
  if (everySeconds >= age) {
    const why = age === group.rotationPeriodSeconds ? `${group.name} refuses it` : 'it ends';
    return invalid(
      'everySeconds',
      `After ${durationWords(age)} ${why}: rotate ${row.name} sooner than that.`,
    );
  }
  const longest = ceilings.rotationOverlapSeconds;
  return overlapSeconds !== null && longest !== null && overlapSeconds > longest
    ? invalid(
        'overlapSeconds',
        `The organisation lets no rotated token go on for longer than ${durationWords(longest)}.`,
      )
    : null;
}
