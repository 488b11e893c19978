import type { ChangeRow } from '@/components/audit/changes-table';
import type { TableResult } from '@/components/data-table/table-types';
import type { EventView } from '@/domain/audit/event-view';
import { listEvents } from '@/domain/audit/list-events';
import { loadTable } from './load-table';
import { askIfAllowed } from './run';
import { actionWords } from './timeline-rows';

const SHOWN = 25;

/** A change as tables show it. */
export const toChangeRow = (event: EventView): ChangeRow => ({
  ...event,
  words: actionWords(event.action),
});

/** The newest audit events of a search, within the reader's reach. */
export async function loadActivity(query: string): Promise<TableResult<ChangeRow>> {
  const result = await loadTable(listEvents.operation, () =>
    askIfAllowed(listEvents, { q: query, limit: SHOWN }),
  );
  return result.status === 'ok' ? { ...result, rows: result.rows.map(toChangeRow) } : result;
}
