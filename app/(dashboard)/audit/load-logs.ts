import { unstable_rethrow } from 'next/navigation';
import { ask } from '@/app/server/run';
import { rangeStart } from '@/components/audit/which-log';
import type { TableQuery } from '@/components/data-table/table-query';
import type { TableResult } from '@/components/data-table/table-types';
import type { EventView } from '@/domain/audit/event-view';
import { listEvents } from '@/domain/audit/list-events';
import type { OperationName } from '@/domain/base/operation-names';
import type { QueryResult } from '@/domain/commands/run-query';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { listDecisions } from '@/domain/decisions/list-decisions';

type Page<Row> = { items: Row[]; nextCursor: string | null };

/** The table's search, facets and page as both logs take them. */
function inputOf({ q, filters, cursor }: TableQuery) {
  const [outcome, ...others] = filters.outcome ?? [];
  const words = [q, outcome && others.length === 0 ? `outcome:${outcome}` : ''];
  const from = rangeStart(filters.range?.[0], Date.now());
  return {
    ...(words.some(Boolean) ? { q: words.filter(Boolean).join(' ') } : {}),
    ...(from ? { from } : {}),
    cursor: cursor ?? undefined,
  };
}

async function load<Row>(
  operation: OperationName,
  asked: Promise<QueryResult<Page<Row>>>,
): Promise<TableResult<Row>> {
  try {
    const result = await asked;
    if (!result.ok) {
      return result.kind === 'forbidden'
        ? { status: 'forbidden', operation }
        : { status: 'failed', message: result.message };
    }
    const { items, nextCursor } = result.value;
    return { status: 'ok', rows: items, nextCursor, loadedAt: new Date().toISOString() };
  } catch (error) {
    unstable_rethrow(error);
    console.error(`${operation} failed`, error);
    return { status: 'failed', message: 'The database did not answer. Try again in a moment.' };
  }
}

export const loadChanges = (query: TableQuery): Promise<TableResult<EventView>> =>
  load(listEvents.operation, ask(listEvents, inputOf(query)));

export const loadDecisions = (query: TableQuery): Promise<TableResult<DecisionView>> =>
  load(listDecisions.operation, ask(listDecisions, inputOf(query)));
