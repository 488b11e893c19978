import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { maxAccessSeconds } from './create-request';

/** What the organisation says of requests: for whoever asks for access, before they do. */
export const getRequestTerms = defineQuery({
  operation: 'requests.terms',
  summary: 'Get the terms of requests',
  http: { method: 'GET', path: '/request-terms' },
  input: z.object({}),
  output: z.object({
    /** How long access that was requested lasts at most; null for no limit. */
    maxAccessSeconds: z.number().nullable(),
  }),
  target: ({ actor }) => ({ type: 'system', id: null, name: null, identityId: actor.id }),
  run: async ({ db }) => ({ maxAccessSeconds: await maxAccessSeconds(db) }),
});
