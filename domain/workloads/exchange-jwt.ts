import { eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { trustRules } from '@/db/schema/workloads';
import { type WorkloadActor, workloadActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { looksLikeId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { readClockMs } from '@/domain/decision/clock';
import { networkOf } from '@/domain/decision/network';
import type { IssuerKeys } from '@/domain/issuers/known-issuers';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import type { TokenView } from '@/domain/tokens/token-view';
import { type Attempted, recordAttempt } from './attempts';
import type { ExchangeForm } from './exchange-form';
import { UNKNOWN_WORKLOAD } from './exchange-limit';
import { mintForWorkload } from './mint-for-workload';
import { selectTrustRules } from './rule-view';
import { termsOf } from './terms';
import { readJwt, verifyJwt } from './verify-jwt';

export interface ExchangeDoor extends Pick<Context, 'db' | 'request' | 'serverSecret'> {
  readonly idempotencyKey?: string | undefined;
}

export type Exchanged =
  | {
      readonly ok: true;
      readonly token: TokenView;
      readonly secret: string;
      readonly expiresIn: number;
    }
  /** Why, administrators read in the attempts; the workload does not. */
  | { readonly ok: false; readonly reason: string };

type WorkloadForm = Extract<ExchangeForm, { kind: 'workload' }>;
type Refused = Pick<Attempted, 'reason'> & Partial<Attempted>;

/**
 * Exchanges the JWT of a workload for the token of the one rule that the request names. The issuer is
 * asked for its keys before any transaction; each attempt is kept, and each refusal recorded.
 */
export async function exchangeJwt(
  door: ExchangeDoor,
  { rule: asked, subjectToken, scopes }: WorkloadForm,
  keys: IssuerKeys,
): Promise<Exchanged> {
  const { db } = door;
  const found = await findRule(db, asked);
  if (!found) {
    const claims = readJwt(subjectToken)?.claims ?? null;
    return refuseExchange(door, { reason: 'rule_unknown', asked, claims });
  }
  const { rule } = found;
  const nowSeconds = (await readClockMs(db)) / 1_000;
  const verified = await verifyJwt(subjectToken, termsOf(rule), { keys, nowSeconds });
  if (!verified.holds) return refuseExchange(door, { ...verified, asked, rule });
  const { claims, jwtSha256 } = verified;
  const text = JSON.stringify(claims);
  const input = { rule: rule.id, asked, claims: text, jwtSha256, ...(scopes ? { scopes } : {}) };
  const { idempotencyKey, ...rest } = door;
  const context: Context = {
    ...{ ...rest, actor: actorFor(found) },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
  const minted = await runCommand(mintForWorkload, context, input);
  if (minted.ok) return { ok: true, ...minted.value };
  const reason = minted.code;
  return refuseExchange(door, { reason, asked, rule, claims, isSigned: true });
}

/** Keeps and records a refused attempt, whatever is known of it. */
export async function refuseExchange(
  { db, request }: Pick<ExchangeDoor, 'db' | 'request'>,
  refused: Refused,
): Promise<{ ok: false; reason: string }> {
  const { reason, rule = null } = refused;
  await recordAttempt(db, {
    ...{ outcome: 'denied', isSigned: false, asked: null, claims: null, mismatches: [] },
    ...{ ...refused, rule, request },
  });
  const target = { type: 'trustRule', id: rule?.id ?? null, name: rule?.name ?? null } as const;
  const denial = { actor: UNKNOWN_WORKLOAD, action: mintForWorkload.operation, target };
  await denialRecorder(db).record({ ...denial, reason, request }, networkOf(request.ip));
  return { ok: false, reason };
}

const actorFor = ({ rule, identity, group }: FoundRule): WorkloadActor =>
  workloadActor(rule.id, identity, new Map([[mintForWorkload.operation, group]]));

type FoundRule = Awaited<ReturnType<typeof selectTrustRules>>[number];

/** The rule of this id or slug; what is written like neither names none. */
async function findRule(db: Database, reference: string): Promise<FoundRule | null> {
  if (!/^[a-z0-9_-]{1,100}$/.test(reference)) return null;
  const column = looksLikeId('trustRule', reference) ? trustRules.id : trustRules.slug;
  const [found] = await selectTrustRules(db).where(eq(column, reference));
  return found ?? null;
}
