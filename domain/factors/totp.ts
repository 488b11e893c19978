import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { totpSecrets } from '@/db/schema/factors';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { openSealed, sealSecret } from '@/domain/credentials/sealed';
import { readClockMs } from '@/domain/decision/clock';
import { refuseLastFactor } from './last-factor';
import { stepOfCode, totpSecretFromBytes } from './one-time-code';
import { ownTarget } from './own-session';

const sealedFor = (identityId: string) => ({ kind: 'authenticator secret', id: identityId });
const session = z.string().max(100);
const oneTimeCode = () =>
  z
    .string()
    .max(20)
    .transform((text) => text.replaceAll(/\s/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'The code has six digits.'));
export const wrongCode = () => {
  const message = 'The code is wrong, has run out, or was used already.';
  return refuse('forbidden', 'wrong_code', message, [{ path: 'code', message }]);
};

/** Makes a secret for an authenticator app. It is good for nothing before `totp.confirm`. */
export const beginTotp = defineCommand({
  operation: 'totp.begin',
  summary: 'Begin to set up an authenticator app',
  input: z.object({ session }),
  output: z.object({ email: z.string(), secret: z.string() }),
  target: ({ db, input }) => ownTarget(db, input.session, 'enrol'),
  async run({ tx, target: { session: own }, secretBytes, serverSecret }) {
    const { id: identityId, email } = own.person;
    const secret = totpSecretFromBytes(secretBytes);
    const sealed = sealSecret(serverSecret, secret, sealedFor(identityId));
    const stored = await tx
      .insert(totpSecrets)
      .values({ identityId, sealed })
      .onConflictDoUpdate({
        target: totpSecrets.identityId,
        set: { sealed, createdAt: sql`now()`, lastStep: null },
        setWhere: sql`${totpSecrets.confirmedAt} is null`,
      })
      .returning({ id: totpSecrets.identityId });
    if (stored.length === 0) {
      return refuse('conflict', 'already_exists', 'Remove the app that you have first.');
    }
    return { value: { email }, audit: { after: { authenticator: 'begun' }, affects: [] } };
  },
  reveal: (_value, secretBytes) => ({ secret: totpSecretFromBytes(secretBytes) }),
});

/** Takes a code of the app that was begun: from now on it counts. The session has proved it with that. */
export const confirmTotp = defineCommand({
  operation: 'totp.confirm',
  summary: 'Confirm an authenticator app by its code',
  input: z.object({ session, code: oneTimeCode() }),
  output: z.object({}),
  target: ({ db, input }) => ownTarget(db, input.session, 'enrol'),
  async run({ tx, input, target: { session: own }, serverSecret }) {
    const { id } = own.person;
    const [begun] = await tx.select().from(totpSecrets).where(eq(totpSecrets.identityId, id));
    if (!begun) return refuse('conflict', 'wrong_code', 'Begin to set up an app first.');
    if (begun.confirmedAt) return refuse('conflict', 'already_exists', 'This app is set up.');
    if (!(await takeCode(tx, id, input.code, serverSecret, true))) return wrongCode();
    await tx
      .update(totpSecrets)
      .set({ confirmedAt: sql`now()` })
      .where(eq(totpSecrets.identityId, id));
    await markProven(tx, own.id, 'totp');
    return { value: {}, audit: { after: { authenticator: 'added' }, affects: [] } };
  },
});

export const removeTotp = defineCommand({
  operation: 'totp.remove',
  summary: 'Remove one’s authenticator app',
  input: z.object({ session }),
  output: z.object({}),
  target: ({ db, input }) => ownTarget(db, input.session, 'enrol'),
  async run({ tx, target: { session: own } }) {
    const removed = await tx
      .delete(totpSecrets)
      .where(and(eq(totpSecrets.identityId, own.person.id), isNotNull(totpSecrets.confirmedAt)))
      .returning({ id: totpSecrets.identityId });
    if (removed.length === 0) return refuse('conflict', 'last_factor', 'There is no app.');
    const refusal = await refuseLastFactor(tx, own);
    if (refusal) return refusal;
    return { value: {}, audit: { after: { authenticator: 'removed' }, affects: [] } };
  },
});

/** Whether the code of a confirmed app (or, `confirming`, of one that isn't yet) is right and new; it is then taken, and none before it will be. */
export async function takeCode(
  tx: Transaction,
  identityId: string,
  code: string,
  serverSecret: string,
  confirming = false,
): Promise<boolean> {
  const [stored] = await tx
    .select()
    .from(totpSecrets)
    .where(eq(totpSecrets.identityId, identityId))
    .for('update');
  if (!stored || (stored.confirmedAt === null) !== confirming) return false;
  const secret = openSealed(serverSecret, stored.sealed, sealedFor(identityId));
  const step = stepOfCode(
    secret,
    code.replaceAll(/\s/g, ''),
    await readClockMs(tx),
    stored.lastStep,
  );
  if (step === null) return false;
  await tx
    .update(totpSecrets)
    .set({ lastStep: step, lastUsedAt: sql`now()` })
    .where(eq(totpSecrets.identityId, identityId));
  return true;
}

/** The session has proved a factor now. */
export async function markProven(
  tx: Transaction,
  sessionId: string,
  by: 'passkey' | 'totp' | 'recovery_code' | 'password',
): Promise<void> {
  await tx.execute(
    by === 'password'
      ? sql`update sessions set proven_at = now() where id = ${sessionId}`
      : sql`update sessions set proven_at = now(), second_factor = ${by} where id = ${sessionId}`,
  );
}
