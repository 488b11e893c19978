import { type SQL, sql } from 'drizzle-orm';
import { auditEvents, decisions } from '@/db/schema/history';
import type { Log, ValueKey } from '@/domain/history/query/keys';
import { FACET_COLUMNS, type FacetColumn } from './counts/facet-columns';

interface Column {
  readonly value: SQL;
  readonly label?: SQL;
}

const counted = (log: Log): Partial<Record<ValueKey, Column>> =>
  Object.fromEntries(FACET_COLUMNS[log].map((column: FacetColumn) => [column.key, column]));

const [ofDecisions, ofChanges] = [counted('decision'), counted('change')];

/** Where the values of a key are found in each log; keys of which nobody remembers a value are not here. */
export const COMPLETED_COLUMNS: Readonly<Record<Log, Partial<Record<ValueKey, Column>>>> = {
  decision: {
    ...ofDecisions,
    ...(ofDecisions.actor && { identity: ofDecisions.actor }),
    method: { value: sql`${decisions.method}` },
    path: { value: sql`${decisions.path}` },
    scope: { value: sql`${decisions.scope}` },
  },
  change: {
    ...ofChanges,
    ...(ofChanges.actor && { identity: ofChanges.actor }),
    reason: { value: sql`${auditEvents.reason}` },
    target: { value: sql`${auditEvents.targetId}`, label: sql`${auditEvents.targetName}` },
    type: { value: sql`${auditEvents.targetType}` },
    via: { value: sql`${auditEvents.viaType}` },
  },
};
