import { AsyncLocalStorage } from 'node:async_hooks';
import type { Context } from '@/domain/base/context';
import type { Decision } from '@/journal/record/decision';

/** What the doors are held by while one cell of a matrix is tried, beside others. */
export interface Lane {
  /** The database that they open, which keeps nothing. */
  readonly db: Context['db'];
  /** The session that the cookie names, or the secret that is sent. */
  readonly credential: string;
  /** What the control API has put on record. */
  readonly onRecord: Decision[];
}

export const lanes = new AsyncLocalStorage<Lane>();

export function laneHere(): Lane {
  const lane = lanes.getStore();
  if (!lane) throw new Error('a door was opened outside the cells of a matrix');
  return lane;
}

/** Each waits for Postgres most of the time; each takes two connections. */
const LANES = 4;

/** Does all of them, some at once. @returns in their order */
export async function inLanes<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
): Promise<Value[]> {
  const done: Value[] = [];
  const left = [...items.entries()];
  const drive = async () => {
    for (let next = left.shift(); next; next = left.shift()) done[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: LANES }, drive));
  return done;
}
