import { z } from 'zod';
import { reference } from '@/domain/base/input';
import { defineQuery } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
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
