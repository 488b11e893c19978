import { asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents, auditHead, decisionBatches, decisionHeads } from '@/db/schema/history';
import { sinkPositions, sinks } from '@/db/schema/sinks';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { placeSchema, SOURCES, whereOf } from './sink-input';
import { placeOf, type SinkRow } from './sink-target';

const positionSchema = z.object({
  source: z.enum(SOURCES),
  /** What it has not taken yet: changes, or sealed batches of decisions. */
  waiting: z.int(),
  /** The age of the oldest of those, in seconds. */
  lagSeconds: z.number(),
  /** How many records it has taken since it was made, those that came again included. */
  delivered: z.int(),
  deliveredAt: instantText().nullable(),
  /** Tries in a row that came to nothing, since when, why, and when the next one is. */
  failures: z.int(),
  failingSince: instantText().nullable(),
  lastError: z.string().nullable(),
  nextAttemptAt: instantText().nullable(),
});

export const sinkViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  place: placeSchema,
  /** For people: `tls://logs.example.com:6514`. */
  where: z.string(),
  credential: z.string().nullable(),
  state: z.enum(['active', 'paused']),
  positions: z.array(positionSchema),
  test: z.object({
    askedAt: instantText().nullable(),
    testedAt: instantText().nullable(),
    /** null, once it was tested: it works. */
    error: z.string().nullable(),
  }),
  createdAt: instantText(),
  createdBy: z.object({ id: z.string(), name: z.string() }),
});
export type SinkView = z.output<typeof sinkViewSchema>;

export async function toSinkViews(db: Queryable, rows: readonly SinkRow[]): Promise<SinkView[]> {
  const positions = await readPositions(
    db,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => {
    const place = placeOf(row);
    return {
      ...{ id: row.id, name: row.name, place, where: whereOf(place) },
      ...{ credential: row.credential, state: row.state },
      positions: positions.get(row.id) ?? [],
      test: {
        askedAt: toInstantTextOrNull(row.testAskedAt),
        testedAt: toInstantTextOrNull(row.testedAt),
        error: row.testError,
      },
      createdAt: toInstantText(row.createdAt),
      createdBy: { id: row.createdBy, name: row.createdByName },
    };
  });
}

export async function readSinkView(db: Queryable, id: string): Promise<SinkView> {
  const [view] = await toSinkViews(db, await db.select().from(sinks).where(eq(sinks.id, id)));
  if (!view) throw new Error(`sink ${id} vanished while it was held`);
  return view;
}

const changesPlace = sql`coalesce((${sinkPositions.place} ->> 'log')::bigint, 0)`;
const verifierPlace = sql`coalesce((${sinkPositions.place} ->> ${decisionHeads.verifier})::bigint, 0)`;
/** By the database's clock. */
const age = (at: unknown) =>
  sql<number>`coalesce(greatest(extract(epoch from clock_timestamp() - (${at})), 0), 0)::float8`;

async function readPositions(db: Queryable, ids: readonly string[]) {
  const isChanges = sql`${sinkPositions.source} = 'changes'`;
  const changes = sql`(select ${auditHead.seq} - ${changesPlace} from ${auditHead})`;
  const firstChange = sql`select ${auditEvents.at} from ${auditEvents}
    where ${auditEvents.seq} = ${changesPlace} + 1`;
  const batches = sql`(select coalesce(sum(${decisionHeads.seq} - ${verifierPlace}), 0) from ${decisionHeads})`;
  const firstBatch = sql`select min(${decisionBatches.sealedAt}) from ${decisionHeads}
    join ${decisionBatches} on ${decisionBatches.verifier} = ${decisionHeads.verifier}
      and ${decisionBatches.seq} = ${verifierPlace} + 1`;
  const found = await db
    .select({
      row: sinkPositions,
      waiting: sql<number>`(case when ${isChanges} then ${changes} else ${batches} end)::float8`,
      lagSeconds: age(sql`case when ${isChanges} then (${firstChange}) else (${firstBatch}) end`),
    })
    .from(sinkPositions)
    .where(inArray(sinkPositions.sinkId, ['', ...ids]))
    .orderBy(asc(sinkPositions.source));
  const views = new Map<string, SinkView['positions']>(ids.map((id) => [id, []]));
  for (const { row, waiting, lagSeconds } of found) {
    views.get(row.sinkId)?.push({
      ...{ source: row.source, waiting, lagSeconds, delivered: row.delivered },
      deliveredAt: toInstantTextOrNull(row.deliveredAt),
      failures: row.failures,
      failingSince: toInstantTextOrNull(row.failingSince),
      lastError: row.lastError,
      nextAttemptAt: toInstantTextOrNull(row.nextAttemptAt),
    });
  }
  return views;
}
