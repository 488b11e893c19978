import type { z } from 'zod';
import {
  type PageSearchParams,
  readTableQuery,
  type TableQuery,
  type TableQueryConfig,
} from '@/components/data-table/table-query';
import type { TableResult } from '@/components/data-table/table-types';
import type { Target } from '@/domain/base/target';
import type { QueryDefinition } from '@/domain/commands/define';
import { loadTable } from './load-table';
import { ask, askIfAllowed } from './run';

type Page<Item> = { items: Item[]; nextCursor: string | null; total?: number | null };

/** How a list page reads its address; the same `defaultSort` goes to its `DataTable`. */
export interface ListPage<Input, Item, Row> {
  readonly params: PageSearchParams;
  readonly config?: Partial<TableQueryConfig>;
  /** What the query takes beside search and cursor: filters, sort, whose list it is. */
  readonly input?: (wanted: TableQuery) => Partial<Input>;
  readonly toRow?: (item: Item) => Row;
  /** Shown beside other things to those who may see it: who may not has tried nothing. */
  readonly isPart?: boolean;
}

const NEWEST_FIRST: TableQueryConfig = { facets: [], sorts: [], defaultSort: '-createdAt' };

/**
 * The list of a page: reads its address, asks the list query within the reader's reach, and answers
 * what `DataTable` shows, be it rows, a refusal, or a failure.
 * @returns `page` as the query answered it, for counts that come with the rows; null without rows
 */
export async function loadList<
  Input extends z.ZodType,
  Output extends z.ZodType<Page<unknown>>,
  T extends Target,
  Row = z.output<Output>['items'][number],
>(
  query: QueryDefinition<Input, Output, T>,
  list: ListPage<z.input<Input>, z.output<Output>['items'][number], Row>,
): Promise<{ result: TableResult<Row>; page: z.output<Output> | null }> {
  const wanted = readTableQuery(list.params, { ...NEWEST_FIRST, ...list.config });
  const input = {
    q: wanted.q || undefined,
    cursor: wanted.cursor ?? undefined,
    ...list.input?.(wanted),
  };
  let page: z.output<Output> | null = null;
  const result = await loadTable<Row>(query.operation, async () => {
    const answer = await (list.isPart ? askIfAllowed : ask)(query, input as z.input<Input>);
    if (!answer.ok) return answer;
    page = answer.value;
    const { items, nextCursor, total } = answer.value;
    return { ok: true, value: { items: items.map(list.toRow ?? same), nextCursor, total } };
  });
  return { result, page };
}

// Without `toRow` a row is the item itself.
const same = (item: unknown) => item as never;
