import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { label } from '@/domain/base/input';
import { defineCommand } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { readTokenView, tokenViewSchema } from './token-view';

/** Changes what a token is called, never what it opens. */
export const renameToken = defineCommand({
  operation: 'tokens.rename',
  summary: 'Rename a token',
  http: { method: 'PATCH', path: '/tokens/{token}' },
  input: z.object({ token: z.string().max(100), name: label() }),
  output: z.object({ token: tokenViewSchema }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, input, target: { row } }) {
    await tx.update(tokens).set({ name: input.name }).where(eq(tokens.id, row.id));
    return {
      value: { token: await readTokenView(tx, row.id) },
      audit: { before: { name: row.name }, after: { name: input.name }, affects: [row.id] },
    };
  },
});
