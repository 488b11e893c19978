import { headers } from 'next/headers';
import { REQUEST_PATH_HEADER } from '@/app/server/own-headers';
import { askIfAllowed } from '@/app/server/run';
import { listEvents } from '@/domain/audit/list-events';

/** Of the last few changes to a thing, its deletion is one. */
const LATEST = 5;

/** The id that an address ends with, or names last: a TypeID; null where it names things by slugs alone. */
export const idIn = (path: string): string | null =>
  path
    .split(/[?#]/)[0]
    ?.match(/(?<=\/)[a-z]+_[0-9a-z]{26}(?=\/|$)/g)
    ?.at(-1) ?? null;

/** The event by which what stood at this address was deleted, as far as the reader may see it. */
export async function deletedHere() {
  const id = idIn((await headers()).get(REQUEST_PATH_HEADER) ?? '');
  if (id === null) return null;
  const found = await askIfAllowed(listEvents, { q: `target:${id} outcome:done`, limit: LATEST });
  if (!found.ok) return null;
  return (
    found.value.items.find(
      ({ action, target }) => target.id === id && action.endsWith('.delete'),
    ) ?? null
  );
}
