import { z } from 'zod';
import { reference } from '@/domain/base/input';
import { defineQuery } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
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
