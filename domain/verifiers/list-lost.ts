import { z } from 'zod';
import { instantText, toInstantText } from '@/domain/base/instant';
import type { OperationName } from '@/domain/base/operation-names';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { isStoppingAction, readLostEvents, readStates, STOPPING_ACTIONS } from './lost-events';

const MATCHING: OperationName = 'tokens.revokeMatching';

/** What the verifiers had applied and a restored database has forgotten, until it is settled. */
export const listLost = defineQuery({
  operation: 'verifiers.listLost',
  summary: 'List changes that a restored database has lost',
  http: { method: 'GET', path: '/lost-changes' },
  input: z.object({}),
  output: z.object({
    /** The last change a verifier had applied; null where nothing is lost. */
    upTo: z.object({ seq: z.number(), at: instantText() }).nullable(),
    reportedBy: z.array(z.string()),
    stops: z.array(
      z.object({
        hash: z.string(),
        seq: z.number(),
        at: instantText(),
        action: z.enum(STOPPING_ACTIONS),
        target: z.object({ id: z.string(), name: z.string().nullable() }),
        /** What the target is in the database now. */
        now: z.enum(['live', 'stopped', 'missing']),
      }),
    ),
  }),
  target: () => everything('system'),
  async run({ db }) {
    const lost = await readLostEvents(db);
    // One that ended many is about each of them.
    const aimed = lost.flatMap(({ affects, ...event }) => {
      const { targetId: id, targetName: name } = event;
      if (event.action === MATCHING) {
        return affects.map((token) => ({ ...event, target: { id: token, name: null } }));
      }
      return id === null ? [] : [{ ...event, target: { id, name } }];
    });
    const states = await readStates(
      db,
      aimed.map(({ target }) => target.id),
    );
    const last = lost.at(-1);
    return {
      upTo: last ? { seq: last.seq, at: toInstantText(last.at) } : null,
      reportedBy: [...new Set(lost.map(({ reportedBy }) => reportedBy))].sort(),
      stops: aimed.flatMap(({ hash, seq, at, action, target }) =>
        isStoppingAction(action)
          ? [
              {
                ...{ hash, seq, at: toInstantText(at), action, target },
                now: states.get(target.id) ?? ('missing' as const),
              },
            ]
          : [],
      ),
    };
  },
});
