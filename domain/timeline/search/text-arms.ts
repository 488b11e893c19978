import { and, gte, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { decisionCounts, decisions } from '@/db/schema/history';
import { containsPattern } from '@/domain/base/like';
import type { PlacedTerm } from '@/domain/history/query/terms';
import { HOUR_MS, startOfDay } from '@/domain/timeline/whole-spans';
import type { Arm } from './search-arms';
import type { Span } from './search-back';

export type TextTerm = Extract<PlacedTerm, { kind: 'text' }>;

/** A part of the decisions that hold a text, which is found in a way of its own. */
export interface TextArm extends Arm {
  readonly where: SQL;
}

/** A text that more counts have is common enough to be found among the newest rows. */
const MAX_COUNTS = 20_000;
/** More names than these are looked for one by one as long as all of them together have few decisions. */
const MAX_IDS = 100;
const MAX_USES_OF_MANY = 20_000;

/** Names that are counted beside the id of what has them: by the day, or with a group by the hour. */
const NAMED = {
  token: { id: decisions.tokenId, name: decisions.tokenName },
  actor: { id: decisions.identityId, name: decisions.identityName },
  group: { id: decisions.groupId, name: decisions.groupSlug },
} as const;
const named = Object.keys(NAMED) as (keyof typeof NAMED)[];
const VALUED = ['operation', 'code'] as const;

/** The longest text that rows must hold: it rules out the most. */
export function longestText(terms: readonly PlacedTerm[]): TextTerm | undefined {
  return terms
    .filter((term): term is TextTerm => term.kind === 'text' && !term.negated)
    .sort((one, other) => other.text.length - one.text.length)[0];
}

/**
 * The ways to the decisions that hold a text, all of them together. Which names, operations and codes hold it is
 * read off the counts, which have every one that a decision ever had; paths are too many to be counted.
 * @returns null where it is so common that there is no need
 */
export async function textArms(
  db: Queryable,
  { text }: TextTerm,
  { fromMs, toMs }: { readonly fromMs: number | null; readonly toMs: number },
): Promise<TextArm[] | null> {
  const pattern = containsPattern(text);
  const rows = await db
    .select({
      dimension: decisionCounts.dimension,
      value: decisionCounts.value,
      hour: decisionCounts.hour,
      uses: sql<number>`(${decisionCounts.allowed} + ${decisionCounts.denied})::int`,
    })
    .from(decisionCounts)
    .where(
      and(
        or(
          and(inArray(decisionCounts.dimension, VALUED), ilike(decisionCounts.value, pattern)),
          and(inArray(decisionCounts.dimension, named), ilike(decisionCounts.label, pattern)),
        ),
        // The day that it begins in, whose names are counted together.
        fromMs === null ? undefined : gte(decisionCounts.hour, new Date(startOfDay(fromMs))),
        lt(decisionCounts.hour, new Date(toMs)),
      ),
    )
    .limit(MAX_COUNTS + 1);
  if (rows.length > MAX_COUNTS) return null;
  const ids = named.map((dimension) => {
    const counted = rows.filter((row) => row.dimension === dimension);
    const uses = counted.reduce((sum, row) => sum + row.uses, 0);
    return { ...NAMED[dimension], uses, ids: [...new Set(counted.map(({ value }) => value))] };
  });
  if (ids.some((one) => one.ids.length > MAX_IDS && one.uses > MAX_USES_OF_MANY)) return null;
  const byId = or(
    ...ids
      .filter((one) => one.ids.length > 0)
      .map(({ id, name, ids: known }) =>
        and(sql`${id} = any(${sql.param(known)}::text[])`, ilike(name, pattern)),
      ),
  );
  const hours = rows.filter(({ dimension }) => VALUED.some((valued) => valued === dimension));
  const byValue = or(ilike(decisions.operation, pattern), ilike(decisions.code, pattern));
  return [
    { where: ilike(decisions.path, pattern), by: 'back' },
    ...(byId ? [{ where: byId, by: 'index' as const }] : []),
    ...(byValue && hours.length > 0
      ? [{ where: byValue, by: spansOf(hours.map(({ hour }) => hour.getTime())) }]
      : []),
  ];
}

/** Hours that follow each other are one span; the newest comes first. */
function spansOf(hoursMs: readonly number[]): Required<Span>[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const hourMs of [...new Set(hoursMs)].sort((one, other) => other - one)) {
    const last = spans.at(-1);
    if (last?.fromMs === hourMs + HOUR_MS) last.fromMs = hourMs;
    else spans.push({ fromMs: hourMs, toMs: hourMs + HOUR_MS });
  }
  return spans;
}
