import type { Queryable } from '@/db/client';
import { readStoredEvents } from '@/domain/feed/read-stored-events';
import { readFollowingBatches } from '@/domain/ledger/following-batches';
import { readSealedDecisions } from '@/domain/seals/sealed-rows';
import type { SourcePlace } from './positions';
import type { Source } from './sink-input';
import { changeRecord, decisionRecord, type OcsfRecord } from './to-ocsf';

export interface Portion {
  readonly records: readonly OcsfRecord[];
  /** Where the log is read to once these are taken. */
  readonly to: SourcePlace;
}

const MAX_EVENTS = 200;
const MAX_BATCHES = 50;
const MAX_DECISIONS = 1_000;

/** What follows this place, in order: a portion of it. Null where nothing does. */
export const readNext = (
  db: Queryable,
  source: Source,
  place: SourcePlace,
): Promise<Portion | null> =>
  source === 'changes' ? nextChanges(db, place) : nextDecisions(db, place);

/** Whether anything does, without reading more than one change, or any decision. */
export async function hasNext(db: Queryable, source: Source, place: SourcePlace): Promise<boolean> {
  if (source === 'decisions') return (await readFollowingBatches(db, place, 1)).length > 0;
  const { events } = await readStoredEvents(db, place.log ?? 0, 1);
  return events.length > 0;
}

async function nextChanges(db: Queryable, place: SourcePlace): Promise<Portion | null> {
  const { events } = await readStoredEvents(db, place.log ?? 0, MAX_EVENTS);
  const last = events.at(-1);
  return last === undefined ? null : { records: events.map(changeRecord), to: { log: last.seq } };
}

/** Whole batches: what is sealed is complete, and nothing is put before it later. */
async function nextDecisions(db: Queryable, place: SourcePlace): Promise<Portion | null> {
  const following = await readFollowingBatches(db, place, MAX_BATCHES);
  let rows = 0;
  const end = following.findIndex((batch) => {
    rows += batch.rows;
    return rows > MAX_DECISIONS;
  });
  const batches = following.slice(0, end === -1 ? following.length : Math.max(end, 1));
  if (batches.length === 0) return null;
  const decisions = await readSealedDecisions(
    db,
    batches.map(({ id }) => id),
  );
  const to = batches.map(({ verifier, seq }) => [verifier, seq] as const);
  return {
    records: decisions.map(decisionRecord),
    to: { ...place, ...Object.fromEntries(to) },
  };
}
