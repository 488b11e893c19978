import { and, desc, gte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { auditEvents, decisions } from '@/db/schema/history';
import { eventsFound } from '@/domain/audit/event-filter';
import type { Reach } from '@/domain/authority/reach';
import { soughtText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { OPERATION_NAMES } from '@/domain/base/operation-names';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { DECISION_CODES } from '@/domain/decision/decide';
import { decisionsFound } from '@/domain/decisions/decision-filter';
import { factsOf, LOGS, type Log, QUERY_KEYS, type QueryKey } from '@/domain/history/query/keys';
import { COMPLETED_COLUMNS } from './completed-columns';
import { logsAsked } from './logs-asked';
import { withinTime } from './within-time';

const MAX_VALUES = 10;
/** Of each log, the newest rows of the last 30 days: what is older is rarely looked for by a value half remembered. */
const MAX_ROWS = 20_000;
const WITHIN_MS = 500;

const completionSchema = z.object({ value: z.string(), label: z.string().nullable() });
type Completion = z.output<typeof completionSchema>;

/**
 * What can come after `key:`, the commonest first: words of the language, and values of the newest rows
 * within reach whose value begins with the prefix or whose name holds it.
 */
export const listCompletions = defineQuery({
  operation: 'audit.completions',
  summary: 'Complete a value of the query language',
  http: { method: 'GET', path: '/audit/completions' },
  list: true,
  input: z.object({
    key: z.enum(Object.keys(QUERY_KEYS) as [QueryKey, ...QueryKey[]]),
    prefix: soughtText(100).default(''),
  }),
  output: z.object({ items: z.array(completionSchema) }),
  target: () => everything('system'),
  async run({ db, actor, input: { key, prefix } }) {
    const asked = logsAsked(actor, undefined);
    if (isRefusal(asked)) return asked;
    const found = new Map<string, Completion>();
    for (const log of LOGS) {
      const reach = asked.reachIn(log);
      if (!reach) continue;
      const values = await valuesIn(db, log, { key, prefix, reach });
      if (isRefusal(values)) return values;
      for (const one of values) found.set(one.value, one);
    }
    const known = wordsOf(key).filter((word) => word.startsWith(prefix) && !found.has(word));
    const words = known.map((value) => ({ value, label: null }));
    return { items: [...found.values(), ...words].slice(0, MAX_VALUES) };
  },
});

/** Values that the language or the product itself has. */
function wordsOf(key: QueryKey): readonly string[] {
  if (key === 'code') return DECISION_CODES;
  if (key === 'action') return [...OPERATION_NAMES].sort();
  return factsOf(key).values ?? [];
}

interface Asked {
  readonly key: QueryKey;
  readonly prefix: string;
  readonly reach: Reach;
}

async function valuesIn(
  db: Queryable,
  log: Log,
  { key, prefix, reach }: Asked,
): Promise<Completion[] | Refusal> {
  const column = key === 'after' || key === 'before' ? undefined : COMPLETED_COLUMNS[log][key];
  if (!column) return [];
  const within = log === 'decision' ? decisionsFound(reach, {}) : eventsFound(reach, {});
  if (isRefusal(within)) return within;
  const newest = newestRows(log, within, column);
  const anywhere = containsPattern(prefix);
  const rows = await withinTime(db, WITHIN_MS, async (tx) => {
    const answer = await tx.execute<{ value: string; label: string | null }>(sql`
      select value, max(label) as label from (${newest}) newest
      where value ilike ${anywhere.slice(1)} or label ilike ${anywhere}
      group by value order by count(*) desc, value limit ${MAX_VALUES}`);
    return answer.rows;
  });
  return rows ?? [];
}

function newestRows(
  log: Log,
  within: SQL | undefined,
  { value, label }: { value: SQL; label?: SQL },
): SQL {
  const table = log === 'decision' ? decisions : auditEvents;
  const recent = and(within, gte(table.at, sql`now() - interval '30 days'`));
  return sql`select ${value} as value, ${label ?? sql`null::text`} as label
    from ${table} where ${recent} order by ${desc(table.at)} limit ${MAX_ROWS}`;
}
