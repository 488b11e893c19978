import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { loadDestination } from './destination-target';
import { destinationDetailSchema, readDestinationDetail } from './destination-view';

export const getDestination = defineQuery({
  operation: 'destinations.get',
  summary: 'Get a destination with the tokens that go there',
  http: { method: 'GET', path: '/destinations/{destination}' },
  input: z.object({ destination: z.string().max(100) }),
  output: destinationDetailSchema,
  target: ({ db, input }) => loadDestination(db, input.destination),
  run: ({ db, target }) => readDestinationDetail(db, target.id),
});
