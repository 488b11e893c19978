import { z } from 'zod';
import { invalid } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { loadDestination, placeOf } from './destination-target';
import { kindOf } from './kinds/all';
import { secretNameInput } from './secret-name';

/** Says what a delivery would write, and where; asks nobody. */
export const dryRunDestination = defineQuery({
  operation: 'destinations.dryRun',
  summary: 'Say what would be written to a destination',
  http: { method: 'GET', path: '/destinations/{destination}/dry-run' },
  input: z.object({ destination: z.string().max(100), secretName: secretNameInput() }),
  output: z.object({
    writes: z.array(
      z.object({ method: z.enum(['POST', 'PUT', 'PATCH']), url: z.string(), writes: z.string() }),
    ),
    /** Where the worker will look for what signs in. */
    credential: z.string(),
  }),
  target: ({ db, input }) => loadDestination(db, input.destination),
  async run({ input: { secretName }, target: { row } }) {
    const place = placeOf(row);
    const kind = kindOf(place);
    const problem = kind.nameProblem(secretName);
    if (problem !== null) return invalid('secretName', problem);
    return { writes: [...kind.dryRun(place, secretName)], credential: row.credential };
  },
});
