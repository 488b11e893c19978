import { and, desc, eq, getTableColumns, gt, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents, decisionBatches, decisions } from '@/db/schema/history';
import { eventsFound } from '@/domain/audit/event-filter';
import { toEventView } from '@/domain/audit/event-view';
import { type Reach, reachOf } from '@/domain/authority/reach';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { decisionsFound } from '@/domain/decisions/decision-filter';
import { exactDecisionAt, toDecisionView, tokenLast4 } from '@/domain/decisions/decision-view';
import { LOGS } from '@/domain/history/query/keys';
import type { PlacedTerm } from '@/domain/history/query/terms';
import { type HistoryFilter, historyFilter } from '@/domain/history/range';
import { exactAt } from '@/domain/ledger/event-hash';
import { type ArrivalPlace, printPlace, readHeads, readPlace } from './arrival-place';
import { isWithin } from './asked-range';
import { itemSchema, newestFirst, type TimelineItem } from './list-timeline';
import { logsAsked } from './logs-asked';
import { withTokensNamed } from './through-tokens';

/** Rows of one answer: more nobody reads as they come. */
const MAX_ROWS = 100;
/** Changes, and batches of one verifier, that are looked through after a pause. */
const MAX_BEHIND = 1_000;
/** Between batches that are looked for at once. */
const JOINED_MS = 60_000;

/**
 * What has arrived in both logs since a place, newest first, each row once whenever it happened: changes
 * in the order of their commits, decisions by the sealed batches of their verifiers. `after` is the
 * `cursor` of the answer before; without it there are no rows, only the place to go on from.
 */
export const followTimeline = defineQuery({
  operation: 'audit.tail',
  summary: 'Follow decisions and changes as they arrive',
  http: { method: 'GET', path: '/audit/tail' },
  list: true,
  input: z.object({ ...historyFilter, after: z.string().max(8_000).optional() }),
  output: z.object({
    items: z.array(itemSchema),
    /** Older rows that arrived too, and are left out; null where they are too many to count. */
    skipped: z.number().nullable(),
    cursor: z.string(),
    logs: z.array(z.enum(LOGS)),
  }),
  target: () => everything('system'),
  async run({ db, actor, input }) {
    const asked = logsAsked(actor, input.q);
    if (isRefusal(asked)) return asked;
    const upTo = await readHeads(db);
    const after = input.after === undefined ? upTo : readPlace(input.after);
    if (after === null) return invalid('after', 'This cursor is not one of ours.');
    const stretch = stretchOf(after, upTo, verifiersAsked(asked.terms));
    const found: Found[] = [];
    for (const log of LOGS) {
      const reach = asked.reachIn(log);
      if (!reach) continue;
      const arrived = await (log === 'decision' ? decisionsIn : changesIn)(db, {
        ...{ filter: input, reach, stretch },
      });
      if (isRefusal(arrived)) return arrived;
      found.push(arrived);
    }
    const rows = found.flatMap(({ items }) => items).sort(newestFirst);
    const total = found.reduce((sum, each) => sum + each.total, 0);
    const shown = rows.slice(0, MAX_ROWS);
    const items = await withTokensNamed(db, reachOf(actor, 'tokens.get'), shown);
    return {
      ...{ items, skipped: stretch.isCut ? null : total - items.length },
      ...{ cursor: printPlace(upTo), logs: [...asked.logs] },
    };
  },
});

/** What lies between two places: `after` left out, `upTo` included. */
interface Stretch {
  readonly changes: { readonly after: number; readonly upTo: number };
  readonly batches: readonly { readonly verifier: string; after: number; upTo: number }[];
  /** Whether its beginning is left out, for it is too long. */
  readonly isCut: boolean;
}

/** The verifiers that a search names; null where it may be any. */
function verifiersAsked(terms: readonly PlacedTerm[]): ReadonlySet<string> | null {
  const named = terms.find((term) => term.kind === 'key' && term.key === 'verifier');
  if (named?.kind !== 'key' || named.negated) return null;
  const names = named.values.map((value) => (value.match === 'exact' ? value.text : null));
  return names.every((name) => name !== null) ? new Set(names) : null;
}

function stretchOf(
  after: ArrivalPlace,
  upTo: ArrivalPlace,
  verifiers: ReadonlySet<string> | null,
): Stretch {
  const asked = [
    { verifier: null, after: after.changes, upTo: upTo.changes },
    ...Object.entries(upTo.batches)
      .filter(([verifier]) => verifiers?.has(verifier) ?? true)
      .map(([verifier, seq]) => ({
        ...{ verifier, after: after.batches[verifier] ?? 0, upTo: seq },
      })),
  ];
  const [changes, ...batches] = asked.map((each) => ({
    ...each,
    after: Math.max(each.after, each.upTo - MAX_BEHIND),
  }));
  return {
    changes: changes ?? { after: 0, upTo: 0 },
    batches: batches.flatMap(({ verifier, ...range }) =>
      verifier !== null && range.after < range.upTo ? [{ verifier, ...range }] : [],
    ),
    isCut: asked.some((each) => each.upTo - each.after > MAX_BEHIND),
  };
}

interface Found {
  readonly items: TimelineItem[];
  readonly total: number;
}

interface Asked {
  readonly filter: HistoryFilter;
  readonly reach: Reach;
  readonly stretch: Stretch;
}

const nothing: Found = { items: [], total: 0 };
const total = sql<number>`(count(*) over ())::int`;

async function decisionsIn(
  db: Queryable,
  { filter, reach, stretch }: Asked,
): Promise<Found | Refusal> {
  if (stretch.batches.length === 0) return nothing;
  const found = decisionsFound(reach, filter);
  if (isRefusal(found)) return found;
  const arrived = await windowsOf(db, stretch.batches);
  if (arrived.length === 0) return nothing;
  const rows = await db
    .select({ row: decisions, at: exactDecisionAt, last4: tokenLast4, total })
    .from(decisions)
    .where(and(or(...arrived.map(isWithinWindow)), found))
    .orderBy(desc(decisions.at), desc(decisions.id))
    .limit(MAX_ROWS);
  return {
    items: rows.map(({ row, at, last4 }) => ({
      kind: 'decision',
      decision: toDecisionView(row, at, last4),
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** Batches whose decisions happened at about the same time, and when that was. */
interface Window {
  readonly ids: number[];
  readonly fromMs: number;
  toMs: number;
}

/**
 * What arrived is looked for by when it happened, for which there is an index: once for all batches that happened
 * at the same time, however many shipped them.
 */
async function windowsOf(db: Queryable, batches: Stretch['batches']): Promise<Window[]> {
  const { id, verifier, seq, firstAt, lastAt } = decisionBatches;
  const rows = await db
    .select({ id, firstAt, lastAt })
    .from(decisionBatches)
    .where(
      or(
        ...batches.map(({ verifier: of, after, upTo }) =>
          and(eq(verifier, of), gt(seq, after), lte(seq, upTo)),
        ),
      ),
    )
    .orderBy(firstAt);
  const windows: Window[] = [];
  for (const row of rows) {
    const [fromMs, toMs] = [Date.parse(row.firstAt), Date.parse(row.lastAt)];
    const last = windows.at(-1);
    if (last && fromMs <= last.toMs + JOINED_MS) {
      last.ids.push(row.id);
      last.toMs = Math.max(last.toMs, toMs);
    } else windows.push({ ids: [row.id], fromMs, toMs });
  }
  return windows;
}

/** A millisecond wider than it is, for times are of microseconds. */
const isWithinWindow = ({ ids, fromMs, toMs }: Window): SQL | undefined =>
  and(inArray(decisions.batch, ids), isWithin(decisions.at, { fromMs, toMs: toMs + 1 }));

async function changesIn(
  db: Queryable,
  { filter, reach, stretch: { changes } }: Asked,
): Promise<Found | Refusal> {
  if (changes.after >= changes.upTo) return nothing;
  const found = eventsFound(reach, filter);
  if (isRefusal(found)) return found;
  const rows = await db
    .select({ ...getTableColumns(auditEvents), at: exactAt, total })
    .from(auditEvents)
    .where(and(gt(auditEvents.seq, changes.after), lte(auditEvents.seq, changes.upTo), found))
    .orderBy(desc(auditEvents.seq))
    .limit(MAX_ROWS);
  return {
    items: rows.map((row) => ({ kind: 'change', event: toEventView(row) })),
    total: rows[0]?.total ?? 0,
  };
}
