import { unstable_rethrow } from 'next/navigation';
import type { TableResult } from '@/components/data-table/table-types';
import type { OperationName } from '@/domain/base/operation-names';
import type { Refusal } from '@/domain/base/refusal';

type Listed<Row> = { items: Row[]; nextCursor: string | null; total: number };

/** A list query as the table wants it: rows, no permission, or a failure that keeps the last rows. */
export async function loadTable<Row>(
  operation: OperationName,
  load: () => Promise<Refusal | { ok: true; value: Listed<Row> }>,
): Promise<TableResult<Row>> {
  try {
    const result = await load();
    if (!result.ok) {
      return result.kind === 'forbidden'
        ? { status: 'forbidden', operation }
        : { status: 'failed', message: result.message };
    }
    const { items, nextCursor, total } = result.value;
    return { status: 'ok', rows: items, nextCursor, total, loadedAt: new Date().toISOString() };
  } catch (error) {
    unstable_rethrow(error);
    console.error(`${operation} failed`, error);
    return { status: 'failed', message: 'The database did not answer. Try again in a moment.' };
  }
}
