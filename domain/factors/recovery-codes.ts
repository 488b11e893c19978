import { createHash, hkdfSync } from 'node:crypto';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { recoveryCodes } from '@/db/schema/factors';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { RECOVERY_CODES } from '@/domain/credentials/credential-facts';
import { ownTarget } from './own-session';

const ALPHABET = '23456789abcdefghjkmnpqrstuvwxyz';
const LENGTH = 16;

const plain = (code: string) => code.toLowerCase().replaceAll(/[\s-]/g, '');

/** 79 bits each: too many to be tried, so that a fast hash will do. */
export const hashRecoveryCode = (code: string): string =>
  createHash('sha256').update(plain(code)).digest('hex');

/** Ten codes like `k3f8-…`; the same again from the same bytes. */
export function recoveryCodesFromBytes(bytes: Buffer): string[] {
  return Array.from({ length: RECOVERY_CODES }, (_, index) => {
    const label = `keyward recovery code ${index}`;
    const stream = Buffer.from(hkdfSync('sha256', bytes, '', label, 8 * LENGTH));
    // Bytes beyond a multiple of the alphabet would favour its first characters.
    const fair = [...stream].filter((byte) => byte < 256 - (256 % ALPHABET.length));
    const text = fair.slice(0, LENGTH).map((byte) => ALPHABET[byte % ALPHABET.length]);
    return text.join('').replaceAll(/.{4}(?=.)/g, '$&-');
  });
}

/** Stores new codes in place of all there were. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  identityId: string,
  codes: readonly string[],
): Promise<void> {
  await tx.delete(recoveryCodes).where(eq(recoveryCodes.identityId, identityId));
  await tx
    .insert(recoveryCodes)
    .values(codes.map((code) => ({ identityId, sha256: hashRecoveryCode(code) })));
}

/** Uses a code up. @returns whether it was one that nobody had used */
export async function spendRecoveryCode(
  tx: Transaction,
  identityId: string,
  code: string,
): Promise<boolean> {
  const spent = await tx
    .update(recoveryCodes)
    .set({ usedAt: sql`now()` })
    .where(
      and(
        eq(recoveryCodes.identityId, identityId),
        eq(recoveryCodes.sha256, hashRecoveryCode(code)),
        isNull(recoveryCodes.usedAt),
      ),
    )
    .returning({ sha256: recoveryCodes.sha256 });
  return spent.length === 1;
}

/** Makes ten new recovery codes; those from before stop working. */
export const renewRecoveryCodes = defineCommand({
  operation: 'recoveryCodes.renew',
  summary: 'Make new recovery codes',
  input: z.object({ session: z.string().max(100) }),
  output: z.object({ secret: z.array(z.string()) }),
  target: ({ db, input }) => ownTarget(db, input.session, 'enrol'),
  async run({ tx, target: { session }, secretBytes }) {
    if (!session.hasFactor) {
      return refuse('conflict', 'last_factor', 'Add a passkey or an authenticator app first.');
    }
    await replaceRecoveryCodes(tx, session.person.id, recoveryCodesFromBytes(secretBytes));
    return {
      value: {},
      audit: { after: { recoveryCodes: RECOVERY_CODES, session: session.id }, affects: [] },
    };
  },
  reveal: (_value, secretBytes) => ({ secret: recoveryCodesFromBytes(secretBytes) }),
});
