import { and, eq, gt, isNull, ne, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { prose } from '@/domain/base/input';
import { instantText, toInstantText } from '@/domain/base/instant';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadFamily, type TokenRow } from './family';
import { asRevoked } from './mark-revoked';

/** The token, and whoever else of its family would still be let through. */
const ofFamily = ({ id, familyId }: TokenRow) =>
  or(
    eq(tokens.id, id),
    and(
      eq(tokens.familyId, familyId),
      gt(tokens.expiresAt, sql`clock_timestamp()`),
      or(isNull(tokens.retiresAt), gt(tokens.retiresAt, sql`clock_timestamp()`)),
    ),
  );

/** Stops a token and everything alive that it was rotated into or out of, in one statement. */
export const revokeFamily = defineCommand({
  operation: 'tokens.revokeFamily',
  summary: 'Revoke a token and its relatives',
  http: { method: 'POST', path: '/tokens/{token}/revoke-family' },
  input: z.object({ token: z.string().max(100), reason: prose().optional() }),
  /** Ids, and the moment from which the undo counts. */
  output: z.object({ revoked: z.array(z.string()), revokedAt: instantText() }),
  target: ({ db, input }) => loadFamily(db, input.token),
  async run({ tx, actor, input, target: { row } }) {
    const revoked = await tx
      .update(tokens)
      .set(asRevoked(actor, input.reason || null, sql`clock_timestamp()`))
      .where(and(ofFamily(row), ne(tokens.state, 'revoked')))
      .returning({ id: tokens.id, revokedAt: tokens.revokedAt });
    const revokedAt = revoked[0]?.revokedAt;
    if (!revokedAt) {
      return refuse('conflict', 'token_revoked', `${row.name} and its relatives are revoked.`);
    }
    const ids = revoked.map(({ id }) => id).sort();
    return {
      value: { revoked: ids, revokedAt: toInstantText(revokedAt) },
      audit: {
        after: { family: row.familyId, revoked: ids },
        reason: input.reason,
        affects: ids,
      },
    };
  },
});
