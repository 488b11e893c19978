import type { Database } from '@/db/client';
import { workloadActor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { countAttempt, forgiveAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { networkOf } from '@/domain/decision/network';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import { mintForWorkload } from './mint-for-workload';

/** Failures of one network: runners of many teams share addresses, and a pipeline may try again. */
const COUNTER = { name: 'token-exchange', points: 300, windowSeconds: 300 };

/** Who asks before anything of them is known. */
export const UNKNOWN_WORKLOAD = workloadActor(
  null,
  { id: 'unknown', name: 'unknown workload' },
  new Map(),
);

const limitsFor = (db: Database, { ip }: RequestOrigin) => [limitOf(db, COUNTER, networkOf(ip))];

/** Counts an exchange. @returns seconds to wait where its network had too many, which is recorded */
export async function throttleExchange(db: Database, request: RequestOrigin): Promise<number> {
  const waitSeconds = await countAttempt(limitsFor(db, request));
  if (waitSeconds > 0) {
    const denial = {
      ...{ actor: UNKNOWN_WORKLOAD, action: mintForWorkload.operation, request },
      ...{ target: { type: 'trustRule' as const, id: null, name: null } },
      reason: 'too_many_attempts',
    };
    await denialRecorder(db).record(denial, networkOf(request.ip));
  }
  return waitSeconds;
}

/** Takes back one that succeeded. */
export const forgiveExchange = (db: Database, request: RequestOrigin): Promise<void> =>
  forgiveAttempt(limitsFor(db, request));
