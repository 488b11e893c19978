import type { z } from 'zod';
import type { Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { QueryDefinition } from '@/domain/commands/define';
import { ask, askIfAllowed } from './run';

type Page<Item> = { items: Item[]; nextCursor: string | null };
const LIMIT = 200;

/**
 * All items of a list query, page after page, for what must be chosen from or joined with.
 * @returns `isCut` where there are more than `max`; the refusal of whichever page was refused
 */
export async function askAll<
  Input extends z.ZodType,
  Output extends z.ZodType<Page<unknown>>,
  T extends Target,
>(
  query: QueryDefinition<Input, Output, T>,
  input: Partial<z.input<Input>>,
  { max = Number.POSITIVE_INFINITY, isPart = false } = {},
): Promise<Refusal | { ok: true; value: z.output<Output>['items']; isCut: boolean }> {
  const found: z.output<Output>['items'] = [];
  const page = isPart ? askIfAllowed : ask;
  for (let cursor: string | undefined; ; ) {
    const answer = await page(query, { limit: LIMIT, ...input, cursor } as z.input<Input>);
    if (!answer.ok) return answer;
    found.push(...answer.value.items);
    const next = answer.value.nextCursor;
    if (next === null || found.length >= max) {
      return { ok: true, value: found, isCut: next !== null };
    }
    cursor = next;
  }
}
