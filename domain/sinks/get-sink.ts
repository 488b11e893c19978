import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { loadSink } from './sink-target';
import { readSinkView, sinkViewSchema } from './sink-view';

export const getSink = defineQuery({
  operation: 'sinks.get',
  summary: 'Get a sink, and how far it is behind',
  http: { method: 'GET', path: '/sinks/{sink}' },
  input: z.object({ sink: z.string().max(100) }),
  output: sinkViewSchema,
  target: ({ db, input }) => loadSink(db, input.sink),
  run: ({ db, target }) => readSinkView(db, target.id),
});
