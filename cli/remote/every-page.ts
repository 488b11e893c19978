import { z } from 'zod';
import { askControlApi } from './control-api';

const PAGE = '200';

/** All items of a list, asked for page by page. */
export async function everyItem<Item extends z.ZodType>(
  path: string,
  query: Readonly<Record<string, string | readonly string[] | undefined>>,
  item: Item,
): Promise<z.output<Item>[]> {
  const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() });
  const items: z.output<Item>[] = [];
  let cursor: string | null = null;
  do {
    const given = Object.entries({ ...query, limit: PAGE, ...(cursor ? { cursor } : {}) });
    const asked = given.flatMap(([name, value]): [string, string][] =>
      [value ?? []].flat().map((one): [string, string] => [name, one]),
    );
    const answer: z.output<typeof page> = await askControlApi(
      { method: 'GET', path, query: new URLSearchParams(asked) },
      page,
    );
    items.push(...answer.items);
    cursor = answer.nextCursor;
  } while (cursor !== null);
  return items;
}
