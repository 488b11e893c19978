import { z } from 'zod';
import { sinks } from '@/db/schema/sinks';
import { newId } from '@/domain/base/ids';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { openPosition } from './positions';
import { NAME_TAKEN, SOURCES, sinkFields, whereOf } from './sink-input';
import { toColumns } from './sink-target';
import { readSinkView, sinkViewSchema } from './sink-view';

/** Has the logs forwarded to a place, from what is appended next on. */
export const createSink = defineCommand({
  operation: 'sinks.create',
  summary: 'Forward the logs to a place',
  http: { method: 'POST', path: '/sinks', status: 201 },
  input: z.object({
    ...sinkFields,
    credential: sinkFields.credential.default(null),
    sources: sinkFields.sources.default([...SOURCES]),
  }),
  output: sinkViewSchema,
  conflicts: NAME_TAKEN,
  target: () => everything('sink'),
  async run({ tx, actor, input }) {
    const { name, place, credential } = input;
    const [id, sources] = [newId('sink'), [...new Set(input.sources)].sort()];
    await tx.insert(sinks).values({
      ...{ id, name, ...toColumns(place), credential },
      ...{ createdBy: actor.id, createdByName: actor.name },
    });
    for (const source of sources) await openPosition(tx, id, source);
    return {
      value: await readSinkView(tx, id),
      audit: {
        target: { type: 'sink', id, name },
        after: { where: whereOf(place), sources },
        affects: [],
      },
    };
  },
});
