import { z } from 'zod';

const position = z.looseObject({
  source: z.string(),
  waiting: z.number(),
  lagSeconds: z.number(),
  delivered: z.number(),
  deliveredAt: z.string().nullable(),
  failures: z.number(),
  failingSince: z.string().nullable(),
  lastError: z.string().nullable(),
  nextAttemptAt: z.string().nullable(),
});

export const sinkSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  where: z.string(),
  credential: z.string().nullable(),
  state: z.string(),
  positions: z.array(position),
  test: z.looseObject({
    askedAt: z.string().nullable(),
    testedAt: z.string().nullable(),
    error: z.string().nullable(),
  }),
});
export type Sink = z.output<typeof sinkSchema>;

/** `paused`, `stuck`, or `active`. */
export const standingOf = ({ state, positions }: Sink): string =>
  state === 'active' && positions.some(({ failures }) => failures > 0) ? 'stuck' : state;

/** “changes 12 waiting, 180 s behind”. */
export const behindOf = ({ source, waiting, lagSeconds }: Sink['positions'][number]): string =>
  waiting === 0
    ? `${source} up to date`
    : `${source} ${waiting} waiting, ${Math.round(lagSeconds)} s behind`;
