import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { exchangeAttempts, trustRules } from '@/db/schema/workloads';
import { pageInput, pageOf } from '@/domain/base/input';
import { instantText, toInstantText } from '@/domain/base/instant';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import type { Mismatch } from './claims';
import { exchangeReasonWords } from './exchange-reasons';

export const attemptViewSchema = z.object({
  id: z.string(),
  at: instantText(),
  outcome: z.enum(['minted', 'denied']),
  reason: z.string(),
  /** The reason in words. */
  message: z.string(),
  /** Whether the signature was found good: without, the claims are the word of whoever asked. */
  isSigned: z.boolean(),
  /** What the request called the rule. */
  asked: z.string().nullable(),
  rule: z.object({ id: z.string(), slug: z.string(), name: z.string() }).nullable(),
  issuer: z.string().nullable(),
  claims: z.record(z.string(), z.unknown()).nullable(),
  /** Claims that failed: both sides as JSON, `got` null where the claim is missing. */
  mismatches: z.array(
    z.object({ claim: z.string(), expected: z.string(), got: z.string().nullable() }),
  ),
  note: z.string().nullable(),
  token: z.object({ id: z.string(), name: z.string(), last4: z.string() }).nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string(),
});
export type AttemptView = z.output<typeof attemptViewSchema>;

/** The latest attempts to exchange a JWT, newest first: those an issuer signed, and a hundred others. */
export const listAttempts = defineQuery({
  operation: 'trustRules.listAttempts',
  summary: 'List the latest exchanges of JWTs, with what was wrong',
  http: { method: 'GET', path: '/token-exchange/attempts' },
  list: true,
  input: z.object({
    ...pageInput,
    outcome: z.enum(['minted', 'denied']).optional(),
    attempt: z.string().max(100).optional(),
  }),
  output: pageOf(attemptViewSchema).extend({ total: z.number() }),
  target: () => everything('trustRule'),
  async run({ db, input, reach }) {
    const { id, outcome, groupId } = exchangeAttempts;
    const matching = and(
      reach.everywhere ? undefined : inArray(groupId, [...reach.groupIds, '']),
      input.outcome ? eq(outcome, input.outcome) : undefined,
      input.attempt ? eq(id, input.attempt) : undefined,
    );
    const rows = await db
      .select({
        attempt: exchangeAttempts,
        rule: { id: trustRules.id, slug: trustRules.slug, name: trustRules.name },
        token: { id: tokens.id, name: tokens.name, last4: tokens.last4 },
      })
      .from(exchangeAttempts)
      .leftJoin(trustRules, eq(trustRules.id, exchangeAttempts.ruleId))
      .leftJoin(tokens, eq(tokens.id, exchangeAttempts.tokenId))
      .where(and(matching, input.cursor ? lt(id, input.cursor) : undefined))
      .orderBy(desc(id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => row.attempt.id);
    const items = page.items.map(({ attempt, rule, token }): AttemptView => {
      const { mismatches, note } = kept(attempt.failures);
      const { asked, issuer, claims, ip, userAgent, requestId, reason, isSigned } = attempt;
      return {
        ...{ id: attempt.id, at: toInstantText(attempt.at), outcome: attempt.outcome, reason },
        ...{
          message: exchangeReasonWords(reason),
          isSigned,
          asked,
          rule,
          issuer,
          claims,
          mismatches,
          note,
          token,
        },
        ...{ ip, userAgent, requestId },
      };
    });
    return { ...page, items, total: await db.$count(exchangeAttempts, matching) };
  },
});

const kept = (failures: unknown) => {
  const { mismatches = [], note = null } = (failures ?? {}) as {
    mismatches?: Mismatch[];
    note?: string;
  };
  return { mismatches, note };
};
