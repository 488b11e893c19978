import { and, eq, gte, inArray, isNotNull, lte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { reference } from '@/domain/base/input';
import { instantInput } from '@/domain/base/instant';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { readClockMs } from '@/domain/decision/clock';
import { addressProblem, plainAddress } from '@/domain/history/query/read-address';
import { isWithin } from '@/domain/history/search';
import { findIdentity } from '@/domain/targets/find-identity';
import { isYetToEnd } from './ending';

/** In one statement and one event. */
export const MAX_MATCHING = 5_000;
const DAY_MS = 86_400_000;
const MAX_DAYS = 31;

/** Living tokens by who made them, by where they were used from, or by both. */
export const matchingInput = {
  /** Who made them: id, slug or email address. */
  createdBy: reference().optional(),
  /** An address, or a range such as `203.0.113.0/24`, that they were used from. */
  usedFrom: z.string().trim().min(1).max(64).optional(),
  /** Since when they were used from there; the last 24 hours unless said. */
  since: instantInput().optional(),
};
export type Matching = z.output<z.ZodObject<typeof matchingInput>>;

/**
 * The tokens that are meant, as a condition; what is wrong with the question, by its field.
 * @param seenAt of those that there are, the ones that matched then already
 */
export async function matchingTokens(
  db: Queryable,
  { createdBy, usedFrom, since }: Matching,
  seenAt?: string,
): Promise<SQL | Refusal> {
  if (createdBy === undefined && usedFrom === undefined) {
    return invalid('createdBy', 'Say who made them, or where they were used from.');
  }
  const used = usedFrom === undefined ? undefined : await usedWithin(db, usedFrom, since, seenAt);
  if (isRefusal(used)) return used;
  const maker = createdBy === undefined ? undefined : await findIdentity(db, createdBy);
  if (isRefusal(maker)) return invalid('createdBy', 'Nobody has this email, slug or id.');
  const made = maker && eq(tokens.createdBy, maker.id);
  const existed = seenAt === undefined ? undefined : lte(tokens.createdAt, new Date(seenAt));
  return and(isYetToEnd, made, used, existed) ?? sql`false`;
}

async function usedWithin(
  db: Queryable,
  usedFrom: string,
  since: string | undefined,
  seenAt: string | undefined,
): Promise<SQL | Refusal> {
  const problem = addressProblem(usedFrom);
  if (problem) return invalid('usedFrom', problem.message);
  const nowMs = await readClockMs(db);
  const fromMs = since === undefined ? nowMs - DAY_MS : Date.parse(since);
  if (fromMs < nowMs - MAX_DAYS * DAY_MS) {
    return invalid('since', `Ask for the last ${MAX_DAYS} days at most.`);
  }
  const from = isWithin(decisions.ip, plainAddress(usedFrom));
  return inArray(
    tokens.id,
    db
      .selectDistinct({ id: sql<string>`${decisions.tokenId}` })
      .from(decisions)
      .where(
        and(
          gte(decisions.at, new Date(fromMs).toISOString()),
          seenAt === undefined ? undefined : lte(decisions.at, seenAt),
          isNotNull(decisions.tokenId),
          from,
        ),
      ),
  );
}
