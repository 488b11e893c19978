import { unstable_rethrow } from 'next/navigation';
import type { TableResult } from '@/components/data-table/table-types';
import type { OperationName } from '@/domain/base/operation-names';
import type { Refusal } from '@/domain/base/refusal';
import { currentRequestId } from './told';

type Listed<Row> = { items: Row[]; nextCursor: string | null; total?: number | null };

/** A list query as the table wants it: rows, no permission, or a failure that keeps the last rows. */
export async function loadTable<Row>(
  operation: OperationName,
  load: () => Promise<(Refusal & { requestId?: string }) | { ok: true; value: Listed<Row> }>,
): Promise<TableResult<Row>> {
  try {
    const result = await load();
    if (result.ok) {
      const { items, nextCursor, total } = result.value;
      return { status: 'ok', rows: items, nextCursor, total, loadedAt: new Date().toISOString() };
    }
    const { kind, code, message, requestId } = result;
    // What is wrong with a search is corrected where it is typed, so the toolbar must stay.
    return kind === 'forbidden'
      ? { status: 'refused', operation, refusal: { kind, code, message, requestId } }
      : { status: 'failed', code, message, requestId };
  } catch (error) {
    unstable_rethrow(error);
    const requestId = await currentRequestId();
    console.error(`${requestId} ${operation} failed`, error);
    const message = 'The database did not answer. Try again in a moment.';
    return { status: 'failed', message, requestId };
  }
}
