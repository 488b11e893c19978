import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { label } from '@/domain/base/input';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';

/** Changes one's own name. The email is a way to sign in, so an administrator changes that. */
export const renameSelf = defineCommand({
  operation: 'identities.renameSelf',
  summary: 'Change one’s own name',
  input: z.object({ name: label() }),
  output: z.object({ name: z.string() }),
  target: ({ actor: { id, name } }) => ({ type: 'identity' as const, id, name, identityId: id }),
  permit: (actor) => (actor.kind === 'session' ? null : false),
  async run({ tx, actor, input: { name } }) {
    if (actor.kind !== 'session') {
      return refuse('forbidden', 'not_a_session', 'Sign in to change your name.');
    }
    const here = eq(identities.id, actor.id);
    const [row] = await tx.select().from(identities).where(here).for('update');
    await tx.update(identities).set({ name, updatedAt: sql`now()` }).where(here);
    return {
      value: { name },
      audit: { before: { name: row?.name ?? null }, after: { name }, affects: [actor.id] },
    };
  },
});
