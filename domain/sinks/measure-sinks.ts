import type { Queryable } from '@/db/client';
import { sinks } from '@/db/schema/sinks';
import { toSinkViews } from './sink-view';

export interface SinkLag {
  readonly sink: string;
  readonly log: string;
  readonly waiting: number;
  readonly lagSeconds: number;
  readonly failures: number;
}

/** How far each log of each sink is behind, for those who watch from outside. */
export async function measureSinks(db: Queryable): Promise<SinkLag[]> {
  const views = await toSinkViews(db, await db.select().from(sinks));
  return views.flatMap(({ name, positions }) =>
    positions.map(({ source, waiting, lagSeconds, failures }) => ({
      ...{ sink: name, log: source },
      ...{ waiting, lagSeconds, failures },
    })),
  );
}
