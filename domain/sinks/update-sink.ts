import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable, Transaction } from '@/db/client';
import { sinkPositions, sinks } from '@/db/schema/sinks';
import { invalid } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { openPosition } from './positions';
import { NAME_TAKEN, type Source, sinkFields, whereOf } from './sink-input';
import { loadSink, placeOf, type SinkRow, toColumns } from './sink-target';
import { readSinkView, sinkViewSchema } from './sink-view';

/** Changes where a sink is and what it gets; one that was paused catches up, and one that failed is tried at once. */
export const updateSink = defineCommand({
  operation: 'sinks.update',
  summary: 'Change a sink, pause it or let it go on',
  http: { method: 'PATCH', path: '/sinks/{sink}' },
  input: z.object({
    sink: z.string().max(100),
    ...z.object(sinkFields).partial().shape,
    state: z.enum(['active', 'paused']).optional(),
  }),
  output: sinkViewSchema,
  conflicts: NAME_TAKEN,
  target: ({ db, input }) => loadSink(db, input.sink, true),
  async run({ tx, input, target: { row } }) {
    const { name, place, credential, state, sources } = input;
    if (place !== undefined && place.kind !== row.kind) {
      return invalid('place.kind', 'The kind stays: create another sink instead.');
    }
    const before = await sourcesOf(tx, row.id);
    const given = { name, credential, state, ...(place && toColumns(place)) };
    const set = Object.fromEntries(
      Object.entries(given).filter(([, value]) => value !== undefined),
    ) as Partial<SinkRow>;
    // What was found out is of the place before.
    const isElsewhere = place !== undefined || credential !== undefined;
    const untested = { testAskedAt: null, testedAt: null, testError: null };
    const [now] = await tx
      .update(sinks)
      .set({ id: sql`${sinks.id}`, ...set, ...(isElsewhere && untested) })
      .where(eq(sinks.id, row.id))
      .returning();
    if (!now) throw new Error(`sink ${row.id} vanished while it was held`);
    await tx
      .update(sinkPositions)
      .set({ nextAttemptAt: null })
      .where(eq(sinkPositions.sinkId, row.id));
    if (sources !== undefined) await changeSources(tx, row.id, before, sources);
    return {
      value: await readSinkView(tx, row.id),
      audit: {
        target: { type: 'sink', id: row.id, name: now.name },
        before: { ...told(row), sources: before },
        after: { ...told(now), sources: await sourcesOf(tx, row.id) },
        affects: [],
      },
    };
  },
});

async function sourcesOf(db: Queryable, id: string): Promise<Source[]> {
  const rows = await db
    .select({ source: sinkPositions.source })
    .from(sinkPositions)
    .where(eq(sinkPositions.sinkId, id))
    .orderBy(sinkPositions.source);
  return rows.map(({ source }) => source);
}

async function changeSources(
  tx: Transaction,
  id: string,
  before: readonly Source[],
  after: readonly Source[],
): Promise<void> {
  const dropped = before.filter((source) => !after.includes(source));
  if (dropped.length > 0) {
    await tx
      .delete(sinkPositions)
      .where(and(eq(sinkPositions.sinkId, id), inArray(sinkPositions.source, dropped)));
  }
  const added = new Set(after.filter((source) => !before.includes(source)));
  for (const source of added) await openPosition(tx, id, source);
}

const told = (row: SinkRow) => ({
  ...{ name: row.name, where: whereOf(placeOf(row)), state: row.state },
});
