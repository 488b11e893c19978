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
   * `index`: ids lead to its rows, newest first · `back`: its rows are looked for from the newest back ·
   * else the times that have all of them, newest first and apart.
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
  if (typeof by === 'string') return searchBack({ ...search, look, budgetMs: leftMs() });
  const rows: Row[] = [];
  for (const [index, { fromMs, toMs }] of by.entries()) {
    const startMs = Math.min(toMs ?? search.startMs, search.startMs);
    // One of them is always looked through: a reader who asks again must get further.
    if (index > 0 && search.now() >= deadline) return { rows, searchedToMs: startMs };
    const found = await searchBack({
      ...{ ...search, startMs, endMs: Math.max(fromMs ?? 0, search.endMs ?? 0) },
      limit: search.limit - rows.length,
      look: (span, most, ms) => look({ ...span, toMs: span.toMs ?? toMs }, most, ms),
      budgetMs: leftMs(),
    });
    rows.push(...found.rows);
    if (found.searchedToMs !== null || rows.length >= search.limit) {
      return { rows, searchedToMs: found.searchedToMs };
    }
  }
  return { rows, searchedToMs: null };
}

/** How far down all was looked through, of two searches that went so far each. */
const furthest = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.max(one, other);
