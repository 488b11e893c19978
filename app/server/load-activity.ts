import type { TableResult } from '@/components/data-table/table-types';
import type { EventView } from '@/domain/audit/event-view';
import { listEvents } from '@/domain/audit/list-events';
import { loadTable } from './load-table';
import { askIfAllowed } from './run';

const SHOWN = 25;

/** The newest audit events of a search, within the reader's reach. */
export const loadActivity = (query: string): Promise<TableResult<EventView>> =>
  loadTable(listEvents.operation, () => askIfAllowed(listEvents, { q: query, limit: SHOWN }));
