import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { passkeys } from '@/db/schema/factors';
import { identities } from '@/db/schema/identities';
import { notFound, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';

export const clonedPasskey = () =>
  refuse(
    'forbidden',
    'passkey_cloned',
    'This passkey was used elsewhere in its place: somebody may have a copy. It lets nobody in any more.',
  );

/**
 * Writes down the counter of a use. @returns whether it went forward, or the authenticator counts
 * nothing (Web Authentication Level 3, 6.1.1 and 7.2 step 22)
 */
export async function takeCounter(
  tx: Transaction,
  use: { readonly passkey: string; readonly counter: number; readonly identityId: string },
): Promise<boolean> {
  const taken = await tx
    .update(passkeys)
    .set({ counter: use.counter, lastUsedAt: sql`now()` })
    .where(
      and(
        eq(passkeys.id, use.passkey),
        eq(passkeys.identityId, use.identityId),
        isNull(passkeys.clonedAt),
        sql`(${passkeys.counter} < ${use.counter} or (${passkeys.counter} = 0 and ${use.counter} = 0))`,
      ),
    )
    .returning({ id: passkeys.id });
  return taken.length === 1;
}

/** Puts a passkey out of use whose counter went back, and tells its person and the administrators. */
export const markCloned = defineCommand({
  operation: 'passkeys.markCloned',
  summary: 'Put a copied passkey out of use',
  input: z.object({ passkey: z.string().max(1400), counter: z.int() }),
  output: z.object({}),
  async target({ db, input }) {
    const [row] = await db
      .select({ passkey: passkeys, name: identities.name })
      .from(passkeys)
      .innerJoin(identities, eq(identities.id, passkeys.identityId))
      .where(eq(passkeys.id, input.passkey))
      .for('update', { of: passkeys });
    if (!row) return notFound('passkey');
    const { identityId } = row.passkey;
    return { type: 'identity' as const, id: identityId, name: row.name, passkey: row.passkey };
  },
  async run({ tx, input, target: { passkey, name }, request }) {
    await tx.update(passkeys).set({ clonedAt: sql`now()` }).where(eq(passkeys.id, passkey.id));
    const { identityId } = passkey;
    const at = new Date(await readClockMs(tx)).toISOString();
    for (const to of new Set([identityId, ...(await administrators(tx))])) {
      await raiseNotice(tx, {
        ...{ kind: 'passkey.cloned', to, onceKey: `passkey.cloned ${passkey.id}` },
        about: { type: 'identity', id: identityId, name: passkey.name },
        facts: { person: name ?? '', ip: request.ip, at },
      });
    }
    return {
      value: {},
      audit: {
        before: { counter: passkey.counter },
        after: { passkey: passkey.name, counter: input.counter, cloned: true },
        affects: [],
      },
    };
  },
});
