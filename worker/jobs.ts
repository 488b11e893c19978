import type { Database } from '@/db/client';
import { ensureDecisionDays } from '@/domain/decisions/ensure-days';
import { endMemberships } from '@/domain/groups/end-memberships';
import { forgetExpired } from '@/domain/kernel/forget-expired';

export interface Job {
  /** Queue name: letters, digits and hyphens. */
  readonly name: string;
  /** Cron, in UTC. */
  readonly schedule: string;
  /** @returns how many rows it changed */
  run(db: Database): Promise<number>;
}

export const JOBS: readonly Job[] = [
  { name: 'end-memberships', schedule: '* * * * *', run: endMemberships },
  { name: 'decision-partitions', schedule: '17 * * * *', run: ensureDecisionDays },
  { name: 'forget-expired', schedule: '31 * * * *', run: forgetExpired },
];
