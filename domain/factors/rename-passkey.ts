import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { passkeys } from '@/db/schema/factors';
import { label } from '@/domain/base/input';
import { notFound } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { ownTarget } from './own-session';

/** Renames a passkey, as somebody tells theirs apart by. It asks for a proof, as every change of them. */
export const renamePasskey = defineCommand({
  operation: 'passkeys.rename',
  summary: 'Rename a passkey',
  input: z.object({ session: z.string().max(100), id: z.string().max(1400), name: label() }),
  output: z.object({}),
  target: ({ db, input }) => ownTarget(db, input.session, 'enrol'),
  async run({ tx, input, target: { session } }) {
    const own = and(eq(passkeys.id, input.id), eq(passkeys.identityId, session.person.id));
    const [before] = await tx.select({ name: passkeys.name }).from(passkeys).where(own);
    if (!before) return notFound('passkey');
    await tx.update(passkeys).set({ name: input.name }).where(own);
    return {
      value: {},
      audit: { before: { passkey: before.name }, after: { passkey: input.name }, affects: [] },
    };
  },
});
