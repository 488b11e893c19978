import { loadTable } from '@/app/server/load-table';
import { ask } from '@/app/server/run';
import { rangeStart } from '@/components/audit/which-log';
import type { TableQuery } from '@/components/data-table/table-query';
import type { TableResult } from '@/components/data-table/table-types';
import type { EventView } from '@/domain/audit/event-view';
import { listEvents } from '@/domain/audit/list-events';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { listDecisions } from '@/domain/decisions/list-decisions';

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

export const loadChanges = (query: TableQuery): Promise<TableResult<EventView>> =>
  loadTable(listEvents.operation, () => ask(listEvents, inputOf(query)));

export const loadDecisions = (query: TableQuery): Promise<TableResult<DecisionView>> =>
  loadTable(listDecisions.operation, () => ask(listDecisions, inputOf(query)));
