import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { approveTrustRule } from '@/domain/workloads/approve-trust-rule';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { deleteTrustRule } from '@/domain/workloads/delete-trust-rule';
import { getTrustRule } from '@/domain/workloads/get-trust-rule';
import { listAttempts } from '@/domain/workloads/list-attempts';
import { listTrustRules } from '@/domain/workloads/list-trust-rules';
import { mintForWorkload } from '@/domain/workloads/mint-for-workload';
import { updateTrustRule } from '@/domain/workloads/update-trust-rule';

/** What is done about workloads: whom their issuers vouch for, and the exchange itself. */
export const WORKLOAD_COMMANDS: readonly AnyCommand[] = [
  createTrustRule,
  approveTrustRule,
  updateTrustRule,
  deleteTrustRule,
  mintForWorkload,
];

export const WORKLOAD_QUERIES: readonly AnyQuery[] = [getTrustRule, listTrustRules, listAttempts];
