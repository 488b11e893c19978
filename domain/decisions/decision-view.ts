import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { exactText } from '@/db/exact-text';
import { decisions } from '@/db/schema/history';
import { exactInstantText } from '@/domain/history/range';

const named = z.object({ id: z.string(), name: z.string().nullable() }).nullable();

export const decisionViewSchema = z.object({
  id: z.string(),
  at: exactInstantText(),
  verifier: z.string(),
  outcome: z.enum(['allowed', 'denied']),
  code: z.string(),
  /** Set where `code` is `path_ambiguous`: what about the path is. */
  reason: z.string().nullable(),
  api: z.string().nullable(),
  operation: z.string().nullable(),
  method: z.string().nullable(),
  path: z.string().nullable(),
  token: z
    .object({
      ...named.unwrap().shape,
      /** Of its secret, which tells namesakes apart; null for a token that is gone, left out of exports. */
      last4: z.string().nullable().optional(),
    })
    .nullable(),
  identity: named,
  group: z.object({ id: z.string(), slug: z.string().nullable() }).nullable(),
  scope: z.string().nullable(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  requestId: z.string().nullable(),
  /** How many equal refusals this row stands for; more than 1 only for unknown tokens. */
  foldedCount: z.number(),
});
export type DecisionView = z.output<typeof decisionViewSchema>;

/** `at` with all six digits, in UTC. */
export const exactDecisionAt = exactText(decisions.at);

/** For the rows of one page: what a token's secret ends with. */
export const tokenLast4 = sql<
  string | null
>`(select t.last_4 from tokens t where t.id = decisions.token_id)`;

/** @param last4 as `tokenLast4` found it; left out where it is not asked for */
export function toDecisionView(
  row: typeof decisions.$inferSelect,
  at: string,
  last4?: string | null,
): DecisionView {
  const { id, verifier, outcome, code, reason, api, operation, method, path, scope, ip } = row;
  return {
    id,
    at,
    verifier,
    outcome,
    code,
    reason,
    api,
    operation,
    method,
    path,
    token:
      row.tokenId === null
        ? null
        : { id: row.tokenId, name: row.tokenName, ...(last4 !== undefined && { last4 }) },
    identity: row.identityId === null ? null : { id: row.identityId, name: row.identityName },
    group: row.groupId === null ? null : { id: row.groupId, slug: row.groupSlug },
    scope,
    ip,
    userAgent: row.userAgent,
    requestId: row.requestId,
    foldedCount: row.foldedCount,
  };
}
