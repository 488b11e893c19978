import { HOUR_MS, startOfDay } from '@/domain/timeline/whole-spans';
import {
  BUDGET_MS,
  EVERYTHING,
  type Look,
  type Search,
  type Span,
  searchBack,
} from './search-back';

/** How the rows of one part of an answer are found. */
export interface Arm {
  /**
   * `index`: ids lead to its rows, newest first · `back`: its rows are looked for in the day that goes on, to
   * which no index leads, then in all that an index may lead to, and where that takes too long from the
   * newest back · else the times that have all of them, newest first and apart.
   */
  readonly by: 'index' | 'back' | readonly Required<Span>[];
}

/** A row and where it stands in the log. */
interface Placed {
  readonly row: { readonly id: string };
  readonly at: string;
}

type ArmSearch<Row> = Omit<Search<Row>, 'look' | 'budgetMs'>;

interface Found<Row> {
  readonly rows: readonly Row[];
  /** Down to where all was looked through; null for all the way. */
  readonly searchedToMs: number | null;
}

/** The newest rows of all arms within one budget, each row once, down to where all of them were looked through. */
export async function searchArms<Row extends Placed, Of extends Arm>(
  search: ArmSearch<Row>,
  arms: readonly Of[],
  lookIn: (arm: Of) => Look<Row>,
): Promise<Found<Row>> {
  const deadline = search.now() + BUDGET_MS;
  const rows = new Map<string, Row>();
  let searchedToMs: number | null = null;
  for (const arm of arms) {
    const found = await searchArm(search, { by: arm.by, look: lookIn(arm), deadline });
    for (const one of found.rows) rows.set(one.row.id, one);
    searchedToMs = furthest(searchedToMs, found.searchedToMs);
  }
  const newestFirst = [...rows.values()].sort((one, other) => {
    if (one.at !== other.at) return one.at < other.at ? 1 : -1;
    return one.row.id < other.row.id ? 1 : -1;
  });
  return { rows: newestFirst.slice(0, search.limit), searchedToMs };
}

async function searchArm<Row>(
  search: ArmSearch<Row>,
  { by, look, deadline }: { by: Arm['by']; look: Look<Row>; deadline: number },
): Promise<Found<Row>> {
  const leftMs = () => Math.max(1, deadline - search.now());
  if (by === 'index') {
    const rows = await look(EVERYTHING, search.limit, leftMs());
    if (rows) return { rows, searchedToMs: null };
  }
  if (by === 'back') {
    const found = await searchOpenDay(search, look, leftMs);
    if (found) return found;
  }
  if (typeof by === 'string') return searchBack({ ...search, look, budgetMs: leftMs() });
  let found: Found<Row> = { rows: [], searchedToMs: null };
  for (const [index, span] of by.entries()) {
    // One of them is always looked through: a reader who asks again must get further.
    if (index > 0 && search.now() >= deadline) {
      return { ...found, searchedToMs: Math.min(span.toMs ?? search.startMs, search.startMs) };
    }
    found = await searchSpan(search, span, { look, rows: found.rows, leftMs });
    if (found.searchedToMs !== null || found.rows.length >= search.limit) return found;
  }
  return found;
}

/**
 * Looks through the day that goes on, once, and leads on to what came before it. Each may take its part of
 * the time; null where the first takes longer.
 */
async function searchOpenDay<Row>(
  search: ArmSearch<Row>,
  look: Look<Row>,
  leftMs: () => number,
): Promise<Found<Row> | null> {
  const openMs = openDayOf(search);
  const rows = await look({ fromMs: openMs, toMs: null }, search.limit, leftMs() / 2);
  if (rows === null) return null;
  if (rows.length >= search.limit || openMs === search.endMs) return { rows, searchedToMs: null };
  const before = { fromMs: search.endMs, toMs: openMs };
  const older = await look(before, search.limit - rows.length, leftMs() / 4);
  if (older) return { rows: [...rows, ...older], searchedToMs: null };
  return searchSpan(search, before, { look, rows, leftMs });
}

/** A day gets its index in the second hour after it, at the latest. */
const openDayOf = ({ startMs, endMs }: Pick<Search<unknown>, 'startMs' | 'endMs'>): number =>
  Math.max(startOfDay(startMs - 2 * HOUR_MS), endMs ?? 0);

/** Goes on in a span, after the rows that were found. */
async function searchSpan<Row>(
  search: ArmSearch<Row>,
  { fromMs, toMs }: Span,
  { look, rows, leftMs }: { look: Look<Row>; rows: readonly Row[]; leftMs: () => number },
): Promise<Found<Row>> {
  const found = await searchBack({
    ...search,
    startMs: Math.min(toMs ?? search.startMs, search.startMs),
    endMs: fromMs === null ? search.endMs : Math.max(fromMs, search.endMs ?? 0),
    limit: search.limit - rows.length,
    look: (span, most, ms) => look({ ...span, toMs: span.toMs ?? toMs }, most, ms),
    budgetMs: leftMs(),
  });
  return { rows: [...rows, ...found.rows], searchedToMs: found.searchedToMs };
}

/** How far down all was looked through, of two searches that went so far each. */
const furthest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
