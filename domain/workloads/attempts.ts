import { and, eq, lte, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import type { JsonObject } from '@/db/schema/history';
import { exchangeAttempts } from '@/db/schema/workloads';
import type { RequestOrigin } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import type { Claims } from '@/domain/issuers/claim-at';
import type { Mismatch } from './claims';
import type { TrustRuleRow } from './rule-target';

/** How many are kept of those an issuer signed, and as many of the others: noise drives nothing out. */
export const KEPT_ATTEMPTS = 100;
const MAX_CLAIMS = 60;
const MAX_NAME = 100;
const MAX_VALUE = 500;
const MAX_CLAIMS_LENGTH = 8_192;

export interface Attempted {
  readonly outcome: 'minted' | 'denied';
  readonly reason: string;
  readonly isSigned: boolean;
  /** What the request called the rule. */
  readonly asked: string | null;
  readonly rule: Pick<TrustRuleRow, 'id' | 'groupId' | 'name'> | null;
  readonly claims: Claims | null;
  readonly mismatches: readonly Mismatch[];
  readonly note?: string | undefined;
  readonly tokenId?: string;
  readonly request: RequestOrigin;
}

/** Keeps an attempt, and forgets the oldest of its kind. The JWT itself is not among what is kept. */
export async function recordAttempt(db: Queryable, attempted: Attempted): Promise<void> {
  const { outcome, reason, isSigned, asked, rule, claims, mismatches, note, request } = attempted;
  const kept = claims && keptClaims(claims);
  await db.insert(exchangeAttempts).values({
    ...{ id: newId('exchangeAttempt'), outcome, reason, isSigned },
    asked: asked === null ? null : plain(asked, MAX_NAME),
    ruleId: rule?.id ?? null,
    groupId: rule?.groupId ?? null,
    issuer: typeof kept?.iss === 'string' ? kept.iss : null,
    claims: kept,
    failures: {
      mismatches: mismatches.map(({ claim, expected, got }) => ({
        ...{ claim: plain(claim, MAX_NAME), expected: plain(expected, MAX_VALUE) },
        got: got === null ? null : plain(got, MAX_VALUE),
      })),
      ...(note === undefined ? {} : { note: plain(note, MAX_VALUE) }),
    },
    tokenId: attempted.tokenId ?? null,
    ...{ requestId: request.id, ip: request.ip, userAgent: request.userAgent },
  });
  const ofKind = eq(exchangeAttempts.isSigned, isSigned);
  const oldest = sql`(select ${exchangeAttempts.id} from ${exchangeAttempts} where ${ofKind}
    order by ${exchangeAttempts.id} desc offset ${KEPT_ATTEMPTS} limit 1)`;
  await db.delete(exchangeAttempts).where(and(ofKind, lte(exchangeAttempts.id, oldest)));
}

/** What is kept of claims: as they are while they are short, shortened texts of those that aren't. */
function keptClaims(claims: Claims): JsonObject {
  const kept: JsonObject = {};
  let length = 0;
  for (const [name, value] of Object.entries(claims).slice(0, MAX_CLAIMS)) {
    const text = JSON.stringify(value);
    if (text === undefined) continue;
    const fits = text.length <= MAX_VALUE && !text.includes('\\u0000');
    const short = fits ? (value as JsonObject[string]) : plain(text, MAX_VALUE);
    length += name.length + Math.min(text.length, MAX_VALUE);
    if (length > MAX_CLAIMS_LENGTH) break;
    kept[plain(name, MAX_NAME)] = short;
  }
  return kept;
}

/** Text as Postgres and a line of a table take it. */
const plain = (text: string, max: number): string => {
  const clean = text.replaceAll('\\u0000', '').replaceAll('\0', '');
  return clean.length > max ? `${clean.slice(0, max)}…` : clean;
};
