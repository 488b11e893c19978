import { and, eq, inArray, or, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { tokensWithin } from '@/domain/authority/tokens-within';
import { reference } from '@/domain/base/input';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { countScheduledEndings, type Ending, knownEndings, selectEndings } from './count-endings';

const MAX_GROUPS = 8;

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
    const rows = await countWithin(db, and(tokensWithin(reach), isHere));
    const last = none.at(-1)?.on ?? '';
    const laterCount = rows
      .filter(({ on }) => on > last)
      .reduce((sum, { count }) => sum + count, 0);
    const counted = { days: spread(none, rows), laterCount };
    if (include !== 'groups') return counted;
    const ending = rows.filter(({ on }) => on <= last);
    const groupCount = new Set(ending.map((row) => row.groupId)).size;
    const busiest = await readGroups(db, busiestOf(ending));
    const ofGroup = ({ id }: { id: string }) => rows.filter((row) => row.groupId === id);
    const listed = busiest.map((each) => ({ ...each, days: spread(none, ofGroup(each)) }));
    return { ...counted, groups: listed, groupCount };
  },
});

/** The living tokens within `where`, or all: those are remembered. */
async function countWithin(db: Queryable, where: SQL | undefined): Promise<Ending[]> {
  const [all, scheduled] = await Promise.all([
    where === undefined ? knownEndings(db) : selectEndings(db, where),
    countScheduledEndings(db, where),
  ]);
  const relieved = new Map(scheduled.map((ending) => [keyOf(ending), ending.count]));
  return all.flatMap((ending): Ending[] => {
    // Both were counted a moment apart.
    const moved = Math.min(ending.count, relieved.get(keyOf(ending)) ?? 0);
    if (moved === 0) return [ending];
    return [
      { ...ending, count: ending.count - moved },
      { ...ending, kind: 'expected', count: moved },
    ];
  });
}

const keyOf = ({ groupId, on, kind }: Ending) => `${groupId} ${on} ${kind}`;

/** These days with what is counted of them; what is of none of them is left out. */
function spread(none: readonly ExpiryDay[], rows: readonly Ending[]): ExpiryDay[] {
  const days = new Map(none.map((day) => [day.on, { ...day }]));
  const [first] = days.values();
  for (const { on, kind, count } of rows) {
    // What was counted just before midnight ends on the first day, too.
    const day = first && on < first.on ? first : days.get(on);
    if (day) day[kind] += count;
  }
  return [...days.values()];
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
