import { z } from 'zod';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { headOf, loadFamily } from '@/domain/tokens/family';
import { refuseMintingEscalation } from '@/domain/tokens/may-mint';
import { permitMinting } from '@/domain/tokens/minting-right';
import { keptScopes } from '@/domain/tokens/restriction';
import { readTokenView } from '@/domain/tokens/token-view';
import { planRotation } from './plan-rotation';
import { openRotationOf } from './rotation-target';
import { readScheduleView, scheduleViewSchema } from './rotation-view';
import { refuseSchedule } from './schedule-rules';

/** Plans the next rotation of a scheduled token for now. */
export const startRotation = defineCommand({
  operation: 'rotations.start',
  summary: 'Rotate a scheduled token into its destination now',
  http: { method: 'POST', path: '/tokens/{token}/schedule/rotate', status: 202 },
  input: z.object({ token: z.string().max(100) }),
  output: scheduleViewSchema,
  target: ({ db, input }) => loadFamily(db, input.token),
  permit: (actor, { group, identity }) => permitMinting(actor, { row: group, identity }),
  refusal: refuseSchedule,
  view: ({ tx, target }) => readTokenView(tx, target.id),
  admit: async ({ tx, actor, target }) =>
    refuseMintingEscalation(tx, actor, target.group, await keptScopes(tx, target.row)),
  async run({ tx, actor, target: { row, family } }) {
    const head = headOf(family);
    if (!head) return refuse('conflict', 'token_ended', `${row.name} has ended.`);
    if (await openRotationOf(tx, row.familyId)) {
      return refuse('conflict', 'rotation_open', `${row.name} is being rotated already.`);
    }
    const planned = { familyId: row.familyId, predecessorId: head.id, startedByName: actor.name };
    const rotation = await planRotation(tx, planned);
    if (rotation === null) {
      return refuse('conflict', 'schedule_missing', `${row.name} has no schedule.`);
    }
    return {
      value: await readScheduleView(tx, row),
      audit: { after: { rotation }, affects: [] },
    };
  },
});
