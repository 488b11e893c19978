import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { readScheduleView, scheduleViewSchema } from './rotation-view';

export const getSchedule = defineQuery({
  operation: 'rotations.get',
  summary: 'Get the schedule of a token and how its rotations stand',
  http: { method: 'GET', path: '/tokens/{token}/schedule' },
  input: z.object({ token: z.string().max(100) }),
  output: scheduleViewSchema,
  target: ({ db, input }) => loadTokenTarget(db, input.token, false),
  run: ({ db, target: { row } }) => readScheduleView(db, row),
});
