import type { Database } from '@/db/client';
import { endMemberships } from '@/domain/groups/end-memberships';
import { makeCheckpoint } from '@/domain/ledger/make-checkpoint';
import { ensureDecisionDays } from '@/domain/upkeep/ensure-days';
import { forgetExpired } from '@/domain/upkeep/forget-expired';

export interface Job {
  /** Queue name: letters, digits and hyphens. */
  readonly name: string;
  /** Cron, in UTC. */
  readonly schedule: string;
  /** @returns how many rows it changed */
  run(db: Database, serverSecret: string | undefined): Promise<number>;
}

export const JOBS: readonly Job[] = [
  { name: 'end-memberships', schedule: '* * * * *', run: endMemberships },
  { name: 'audit-checkpoints', schedule: '47 * * * *', run: signHead },
  { name: 'decision-partitions', schedule: '17 * * * *', run: ensureDecisionDays },
  { name: 'forget-expired', schedule: '31 * * * *', run: forgetExpired },
];

/** Without the server's secret there is no key: then the dashboard signs, when asked. */
async function signHead(db: Database, serverSecret: string | undefined): Promise<number> {
  if (serverSecret === undefined) return 0;
  return (await makeCheckpoint(db, serverSecret)) ? 1 : 0;
}
