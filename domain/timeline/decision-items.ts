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
import { searchArms } from './search/search-arms';
import { BUDGET_MS, EVERYTHING, type Look, type Span, searchBack } from './search/search-back';
import { longestText, textArms } from './search/text-arms';
import { HOUR_MS } from './whole-spans';
import { withinTime } from './within-time';

const PEEK_MS = HOUR_MS / 4;

export interface Page {
  readonly filter: HistoryFilter;
  readonly terms: readonly PlacedTerm[];
  readonly reach: Reach;
  /** The place in the log that comes after the page. */
  readonly before: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

interface FoundRow {
  readonly row: typeof decisions.$inferSelect;
  readonly at: string;
  readonly last4: string | null;
}

interface Found {
  readonly rows: readonly FoundRow[];
  /** Down to where all was looked through, in milliseconds since the epoch; null for all of it. */
  readonly searchedToMs: number | null;
}

/**
 * The newest decisions of a page. What an index finds is asked for at once, a text in each way that it may be
 * found, and all else is searched for.
 */
export async function decisionItems(db: Queryable, page: Page) {
  const found = decisionsFound(page.reach, page.filter);
  if (isRefusal(found)) return found;
  const { rows, searchedToMs } = await searchRows(db, page, found);
  const items = rows.map(({ row, at, last4 }) => ({
    kind: 'decision' as const,
    decision: toDecisionView(row, at, last4),
  }));
  return { items, searchedToMs };
}

async function searchRows(db: Queryable, page: Page, found: SQL | undefined): Promise<Found> {
  const { terms, limit, before, filter } = page;
  const lookFor =
    (condition: SQL | undefined): Look<FoundRow> =>
    (span, most, ms) => {
      const ask = (tx: Queryable) => newest(tx, { found: condition, before, span, limit: most });
      return ms === null ? ask(db) : withinTime(db, ms, ask);
    };
  const look = lookFor(found);
  const isQuick = terms.every(({ kind }) => kind === 'time') || terms.some(isIndexed);
  const atOnce = isQuick ? await look(EVERYTHING, limit, BUDGET_MS) : null;
  if (atOnce) return { rows: atOnce, searchedToMs: null };
  const range = await askedRange(db, filter, terms);
  const search = {
    startMs: before ? Math.min(range.toMs, Date.parse(before.at) + 1) : range.toMs,
    endMs: range.hasBeginning ? range.fromMs : null,
    limit,
    now: () => performance.now(),
  };
  const text = longestText(terms);
  if (!text) return searchBack({ ...search, look });
  // What is common stands among the newest.
  const fromMs = Math.max(search.startMs - PEEK_MS, search.endMs ?? 0);
  const peeked = await look({ fromMs, toMs: null }, limit, BUDGET_MS);
  if (peeked && peeked.length >= limit) return { rows: peeked, searchedToMs: null };
  const arms = await textArms(db, text, { fromMs: search.endMs, toMs: search.startMs });
  const others = decisionsFound(page.reach, filter, text);
  if (!arms || isRefusal(others)) return searchBack({ ...search, look });
  return searchArms(search, arms, ({ where }) => lookFor(and(others, where)));
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
): Promise<FoundRow[]> {
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
