import { desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { instantText } from '@/domain/base/instant';
import { notFound, refuse } from '@/domain/base/refusal';
import { hashTokenSecret, parseTokenSecret } from '@/domain/base/token-format';
import { defineQuery } from '@/domain/commands/define';
import { selectTokens, tokenViewSchema, toTokenView } from './token-view';

const lastUse = z.object({
  at: instantText(),
  outcome: z.enum(['allowed', 'denied']),
  code: z.string(),
  api: z.string().nullable(),
  operation: z.string().nullable(),
  ip: z.string().nullable(),
});

/** Finds the token behind a leaked secret or its SHA-256, and how it was last used. */
export const lookupToken = defineQuery({
  operation: 'tokens.lookup',
  summary: 'Find a token by its secret or the SHA-256 of it',
  http: { method: 'POST', path: '/tokens/lookup' },
  input: z
    .object({
      secret: z.string().max(500).optional(),
      sha256: z
        .string()
        .regex(/^[0-9a-f]{64}$/i, 'Write 64 hexadecimal digits.')
        .optional(),
    })
    .refine(
      ({ secret, sha256 }) => (secret === undefined) !== (sha256 === undefined),
      'Give either the secret or its sha256.',
    ),
  output: z.object({ token: tokenViewSchema, lastUses: z.array(lastUse) }),
  // The token itself, so that who found their own secret in a log may look it up and stop it.
  async target({ db, input }) {
    const secret = input.secret?.trim();
    if (secret !== undefined && !parseTokenSecret(secret).ok) {
      const message = 'This is not a Keyward token: its form or checksum is wrong.';
      return refuse('invalid', 'token_malformed', message, [{ path: 'secret', message }]);
    }
    const digest =
      secret === undefined ? Buffer.from(input.sha256 ?? '', 'hex') : hashTokenSecret(secret);
    const [token] = await db.select().from(tokens).where(eq(tokens.secretSha256, digest));
    if (!token) return notFound('token');
    const { id, name, groupId, identityId } = token;
    return { type: 'token' as const, id, name, groupIds: [groupId], identityId };
  },
  async run({ db, target }) {
    const [row] = await selectTokens(db).where(eq(tokens.id, target.id));
    if (!row) throw new Error(`token ${target.id} vanished`);
    const lastUses = await db
      .select({
        at: sql<string>`to_char(${decisions.at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
        outcome: decisions.outcome,
        code: decisions.code,
        api: decisions.api,
        operation: decisions.operation,
        ip: decisions.ip,
      })
      .from(decisions)
      .where(eq(decisions.tokenId, row.token.id))
      .orderBy(desc(decisions.at))
      .limit(5);
    return { token: toTokenView(row), lastUses };
  },
});
