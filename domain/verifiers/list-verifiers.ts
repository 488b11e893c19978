import { z } from 'zod';
import { instantText, toInstantText } from '@/domain/base/instant';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readFleet } from './fleet';

/** The verifier fleet: who is there, and how far each has followed the changes. */
export const listVerifiers = defineQuery({
  operation: 'verifiers.list',
  summary: 'List verifiers',
  http: { method: 'GET', path: '/verifiers' },
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        version: z.string(),
        state: z.enum(['following', 'behind', 'silent', 'stopped']),
        appliedSeq: z.number(),
        lagEvents: z.number(),
        startedAt: instantText(),
        heartbeatAt: instantText(),
      }),
    ),
  }),
  target: () => everything('system'),
  async run({ db }) {
    const fleet = await readFleet(db);
    return {
      items: fleet.map(({ id, name, version, state, appliedSeq, lagEvents, ...times }) => ({
        id,
        name,
        version,
        state,
        appliedSeq,
        lagEvents,
        startedAt: toInstantText(times.startedAt),
        heartbeatAt: toInstantText(times.heartbeatAt),
      })),
    };
  },
});
