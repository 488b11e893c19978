import { and, desc, gte, lt, type SQL } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { decisions } from '@/db/schema/history';
import type { Reach } from '@/domain/authority/reach';
import { isRefusal } from '@/domain/base/refusal';
import { decisionsFound } from '@/domain/decisions/decision-filter';
import { exactDecisionAt, toDecisionView, tokenLast4 } from '@/domain/decisions/decision-view';
import { isBefore } from '@/domain/history/cursor';
import type { PlacedTerm } from '@/domain/history/query/terms';
import type { HistoryFilter } from '@/domain/history/range';
import { askedRange } from './asked-range';
import { BUDGET_MS, type Span, searchBack } from './search-back';
import { withinTime } from './within-time';

export interface Page {
  readonly filter: HistoryFilter;
  readonly terms: readonly PlacedTerm[];
  readonly reach: Reach;
  /** The place in the log that comes after the page. */
  readonly before: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

interface Found {
  readonly rows: readonly {
    row: typeof decisions.$inferSelect;
    at: string;
    last4: string | null;
  }[];
  /** Down to where all was looked through, in milliseconds since the epoch; null for all of it. */
  readonly searchedToMs: number | null;
}

/** The newest decisions of a page. What an index finds is asked for at once, else it is searched for. */
export async function decisionItems(db: Queryable, page: Page) {
  const found = decisionsFound(page.reach, page.filter);
  if (isRefusal(found)) return found;
  const look = async (span: Span, limit: number, ms: number | null) => {
    const ask = (tx: Queryable) => newest(tx, { found, before: page.before, span, limit });
    return ms === null ? ask(db) : withinTime(db, ms, ask);
  };
  const everything = { fromMs: null, toMs: null };
  const { terms, limit } = page;
  const isQuick = terms.every(({ kind }) => kind === 'time') || terms.some(isIndexed);
  const atOnce = isQuick ? await look(everything, limit, BUDGET_MS) : null;
  const { rows, searchedToMs }: Found = atOnce
    ? { rows: atOnce, searchedToMs: null }
    : await searchFrom(db, page, look);
  const items = rows.map(({ row, at, last4 }) => ({
    kind: 'decision' as const,
    decision: toDecisionView(row, at, last4),
  }));
  return { items, searchedToMs };
}

async function searchFrom(
  db: Queryable,
  { filter, terms, before, limit }: Page,
  look: Parameters<typeof searchBack<Found['rows'][number]>>[0]['look'],
) {
  const range = await askedRange(db, filter, terms);
  return searchBack({
    startMs: before ? Math.min(range.toMs, Date.parse(before.at) + 1) : range.toMs,
    endMs: range.hasBeginning ? range.fromMs : null,
    limit,
    look,
    now: () => performance.now(),
  });
}

const INDEXED: Readonly<Record<string, string>> = {
  token: 'tok_',
  identity: 'idn_',
  actor: 'idn_',
  group: 'grp_',
};

/** Whether an index leads to the rows of a term, newest first. Those of a range of addresses come in no order. */
const isIndexed = (term: PlacedTerm): boolean =>
  term.kind === 'key' &&
  !term.negated &&
  term.values.every(
    (value) =>
      value.match === 'exact' &&
      (term.key === 'ip'
        ? !value.text.includes('/')
        : value.text.startsWith(INDEXED[term.key] ?? '\0')),
  );

async function newest(
  db: Queryable,
  {
    found,
    before,
    span,
    limit,
  }: Pick<Page, 'before' | 'limit'> & { found: SQL | undefined; span: Span },
): Promise<Found['rows'][number][]> {
  const at = (ms: number) => new Date(ms).toISOString();
  return db
    .select({ row: decisions, at: exactDecisionAt, last4: tokenLast4 })
    .from(decisions)
    .where(
      and(
        found,
        before && isBefore(decisions, before),
        span.fromMs === null ? undefined : gte(decisions.at, at(span.fromMs)),
        span.toMs === null ? undefined : lt(decisions.at, at(span.toMs)),
      ),
    )
    .orderBy(desc(decisions.at), desc(decisions.id))
    .limit(limit);
}
