import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { sinks } from '@/db/schema/sinks';
import { defineCommand } from '@/domain/commands/define';
import { whereOf } from './sink-input';
import { loadSink, placeOf } from './sink-target';

/** Forwards nothing there any more, and forgets how far it had got. */
export const deleteSink = defineCommand({
  operation: 'sinks.delete',
  summary: 'Delete a sink',
  http: { method: 'DELETE', path: '/sinks/{sink}' },
  input: z.object({ sink: z.string().max(100) }),
  output: z.object({ id: z.string() }),
  target: ({ db, input }) => loadSink(db, input.sink, true),
  async run({ tx, target: { row } }) {
    await tx.delete(sinks).where(eq(sinks.id, row.id));
    const { id, name } = row;
    return {
      value: { id },
      audit: { before: { name, where: whereOf(placeOf(row)) }, affects: [] },
    };
  },
});
