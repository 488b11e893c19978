import { z } from 'zod';
import { defineQuery } from '@/domain/kernel/define';
import { reference } from '@/domain/kernel/input';
import { loadGroupTarget } from './group-target';
import { groupViewSchema, readGroupView } from './group-view';

export const getGroup = defineQuery({
  operation: 'groups.get',
  summary: 'Get a group',
  http: { method: 'GET', path: '/groups/{group}' },
  input: z.object({ group: reference() }),
  output: groupViewSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  run: ({ db, target }) => readGroupView(db, target.id),
});
