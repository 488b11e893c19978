import { z } from 'zod';
import { defineQuery } from '@/domain/kernel/define';
import { reference } from '@/domain/kernel/input';
import { loadApiTarget } from './api-target';
import { apiViewSchema, readApiView } from './api-view';

export const getApi = defineQuery({
  operation: 'apis.get',
  summary: 'Get an API',
  http: { method: 'GET', path: '/apis/{api}' },
  input: z.object({ api: reference() }),
  output: apiViewSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api),
  run: ({ db, actor, target }) => readApiView(db, actor, target.id),
});
