import type { Database } from '@/db/client';
import { endMemberships } from '@/domain/groups/end-memberships';
import { ensureDecisionDays } from '@/domain/upkeep/ensure-days';
import { forgetExpired } from '@/domain/upkeep/forget-expired';

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
