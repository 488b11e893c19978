import type { Database } from '@/db/client';
import { systemActor } from '@/domain/base/actor';
import { runQuery } from '@/domain/commands/run-query';
import { countFacets } from '@/domain/timeline/counts/count-facets';
import { countHistory } from '@/domain/timeline/counts/count-history';
import { listTimeline } from '@/domain/timeline/list-timeline';
import { RARE_RANGE, RARE_WORD, tokenId } from './made-decisions';

/** Sees everything, as an auditor does. */
const auditor = systemActor('bench', [
  'audit.timeline',
  'audit.facets',
  'audit.histogram',
  'audit.list',
  'decisions.list',
]);

export interface Question {
  readonly name: string;
  readonly goalMs: number;
  /** What the product answers; @throws where it refuses. */
  ask(db: Database): Promise<unknown>;
  /** What somebody who knows the tables would write for it. */
  readonly sql: string;
}

const FIRST_PAGE_MS = 150;
const COUNTS_MS = 300;
const THIRTY_DAYS_MS = 30 * 86_400_000;

async function answered<Value>(
  answer: Promise<{ ok: false; message: string } | { ok: true; value: Value }>,
) {
  const found = await answer;
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

const page = (name: string, q: string, where: string): Question => ({
  name,
  goalMs: FIRST_PAGE_MS,
  ask: (db) => answered(runQuery(listTimeline, { db, actor: auditor }, { q })),
  sql: `select * from decisions where ${where} order by at desc, id desc limit 51`,
});

const monthAgo = () => new Date(Date.now() - THIRTY_DAYS_MS).toISOString();
const LAST_MONTH = `at >= now() - interval '30 days'`;

const FACETS = ['outcome', 'code', 'api', 'operation', 'group_slug', 'token_id', 'identity_id'];

/** The rare ones are the hard ones: fifty of them lie far apart. */
export const QUESTIONS: readonly Question[] = [
  page('first page', '', 'true'),
  page('by token', `token:${tokenId(900)}`, `token_id = '${tokenId(900)}'`),
  page(
    'by group and denied',
    'group:team-7 outcome:denied',
    `group_slug = 'team-7' and outcome = 'denied'`,
  ),
  page('by address range', `ip:${RARE_RANGE}`, `address_of(ip) <<= '${RARE_RANGE}'`),
  page('by operation prefix', 'operation:delete*', `operation like 'delete%'`),
  page('free text, rare', RARE_WORD, `path ilike '%${RARE_WORD}%'`),
  page('free text, common', 'refunds', `operation ilike '%refunds%'`),
  {
    name: 'histogram of 30 days',
    goalMs: COUNTS_MS,
    ask: (db) => answered(runQuery(countHistory, { db, actor: auditor }, { from: monthAgo() })),
    sql: `select date_bin('12 hours', at, 'epoch'), outcome, sum(folded_count) from decisions
      where ${LAST_MONTH} group by 1, 2`,
  },
  {
    name: 'histogram of 30 days, one token',
    goalMs: COUNTS_MS,
    ask: (db) =>
      answered(
        runQuery(
          countHistory,
          { db, actor: auditor },
          { from: monthAgo(), q: `token:${tokenId(3)}` },
        ),
      ),
    sql: `select date_bin('12 hours', at, 'epoch'), outcome, sum(folded_count) from decisions
      where token_id = '${tokenId(3)}' and ${LAST_MONTH} group by 1, 2`,
  },
  {
    name: 'histogram of 24 hours',
    goalMs: COUNTS_MS,
    ask: (db) => answered(runQuery(countHistory, { db, actor: auditor }, {})),
    sql: `select date_bin('15 minutes', at, 'epoch'), outcome, sum(folded_count) from decisions
      where at >= now() - interval '24 hours' group by 1, 2`,
  },
  ...[
    { name: 'facets of 30 days', from: monthAgo, where: LAST_MONTH },
    {
      name: 'facets of 24 hours',
      from: () => undefined,
      where: `at >= now() - interval '24 hours'`,
    },
  ].map(({ name, from, where }) => ({
    name,
    goalMs: COUNTS_MS,
    ask: (db: Database) =>
      answered(runQuery(countFacets, { db, actor: auditor }, { from: from() })),
    sql: FACETS.map(
      (column) =>
        `(select '${column}', ${column}, sum(folded_count) from decisions where ${where} group by 2 order by 3 desc limit 10)`,
    ).join(' union all '),
  })),
];
