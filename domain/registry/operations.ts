import { explainIdentity } from '@/domain/access/explain-identity';
import { explainToken } from '@/domain/access/explain-token';
import { listOpenedOperations } from '@/domain/access/list-operations';
import { whoCanCall } from '@/domain/access/who-can-call';
import { whyAccess } from '@/domain/access/why';
import { checkChain } from '@/domain/audit/check-chain';
import { exportEvents } from '@/domain/audit/export-events';
import { getEvent } from '@/domain/audit/get-event';
import { listCheckpoints } from '@/domain/audit/list-checkpoints';
import { listEvents } from '@/domain/audit/list-events';
import {
  INTERNAL_OPERATIONS,
  type OperationName,
  PROVISIONING_OPERATIONS,
  VERIFIER_OPERATIONS,
} from '@/domain/base/operation-names';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { applyConfiguration } from '@/domain/configuration/apply-configuration';
import { exportConfiguration } from '@/domain/configuration/export-configuration';
import { planConfiguration } from '@/domain/configuration/plan-configuration';
import { blastRadius } from '@/domain/decisions/blast-radius';
import { countDecisions } from '@/domain/decisions/count-decisions';
import { exportDecisions } from '@/domain/decisions/export-decisions';
import { getDecision } from '@/domain/decisions/get-decision';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { createDestination } from '@/domain/destinations/create-destination';
import { deleteDestination } from '@/domain/destinations/delete-destination';
import { dryRunDestination } from '@/domain/destinations/dry-run';
import { getDestination } from '@/domain/destinations/get-destination';
import { listDestinations } from '@/domain/destinations/list-destinations';
import { recordTest, testDestination } from '@/domain/destinations/test-destination';
import { updateDestination } from '@/domain/destinations/update-destination';
import { previewAccess } from '@/domain/effects/preview-access';
import { whoAmI } from '@/domain/effects/who-am-i';
import { createGroup } from '@/domain/groups/create-group';
import { deleteGroup } from '@/domain/groups/delete-group';
import { editMembers } from '@/domain/groups/edit-members';
import { endMembership } from '@/domain/groups/end-memberships';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { getGroup } from '@/domain/groups/get-group';
import { listGroups } from '@/domain/groups/list-groups';
import { listMembers } from '@/domain/groups/list-members';
import { matchMembers } from '@/domain/groups/match-members';
import { previewMembers } from '@/domain/groups/preview-members';
import { previewPolicy } from '@/domain/groups/preview-policy';
import { previewScopes } from '@/domain/groups/preview-scopes';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { thawGroup } from '@/domain/groups/thaw-group';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { updateGroup } from '@/domain/groups/update-group';
import { getOrganisationPolicy } from '@/domain/organisation/get-policy';
import { previewOrganisationPolicy } from '@/domain/organisation/preview-policy';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';
import { getOverview } from '@/domain/overview/get-overview';
import { getSchedule } from '@/domain/rotations/get-schedule';
import { mintSuccessor } from '@/domain/rotations/mint-successor';
import { recordDelivery } from '@/domain/rotations/record-delivery';
import { recordFailure } from '@/domain/rotations/record-failure';
import { removeSchedule } from '@/domain/rotations/remove-schedule';
import { retirePredecessor } from '@/domain/rotations/retire-predecessor';
import { retryRotation } from '@/domain/rotations/retry-rotation';
import { setSchedule } from '@/domain/rotations/set-schedule';
import { startRotation } from '@/domain/rotations/start-rotation';
import { createScope } from '@/domain/scopes/create-scope';
import { deleteScope } from '@/domain/scopes/delete-scope';
import { getScope } from '@/domain/scopes/get-scope';
import { listScopes } from '@/domain/scopes/list-scopes';
import { previewScopeUpdate } from '@/domain/scopes/preview-update';
import { updateScope } from '@/domain/scopes/update-scope';
import { exportSealed } from '@/domain/seals/export-sealed';
import { listDecisionCheckpoints } from '@/domain/seals/list-checkpoints';
import { changePassword } from '@/domain/sessions/change-password';
import { createSession } from '@/domain/sessions/create-session';
import { endSession } from '@/domain/sessions/end-session';
import { listSessions } from '@/domain/sessions/list-sessions';
import { bootstrap } from '@/domain/setup/bootstrap';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { inspectSetupLink } from '@/domain/setup/inspect-setup-link';
import { recover } from '@/domain/setup/recover';
import { issueSetupLink } from '@/domain/setup/setup-link';
import { countFacets } from '@/domain/timeline/counts/count-facets';
import { countHistory } from '@/domain/timeline/counts/count-history';
import { followTimeline } from '@/domain/timeline/follow-timeline';
import { listCompletions } from '@/domain/timeline/list-completions';
import { listTimeline } from '@/domain/timeline/list-timeline';
import { getReceipts } from '@/domain/verifiers/get-receipts';
import { listLost } from '@/domain/verifiers/list-lost';
import { listVerifiers } from '@/domain/verifiers/list-verifiers';
import { settleLost } from '@/domain/verifiers/settle-lost';
import { API_COMMANDS, API_QUERIES } from './api-operations';
import { FACTOR_COMMANDS, FACTOR_QUERIES } from './factor-operations';
import { INCIDENT_COMMANDS, INCIDENT_QUERIES } from './incident-operations';
import { PEOPLE_COMMANDS, PEOPLE_QUERIES } from './people-operations';
import { REQUEST_COMMANDS, REQUEST_QUERIES } from './request-operations';
import { RETENTION_COMMANDS, RETENTION_QUERIES } from './retention-operations';
import { REVIEW_COMMANDS, REVIEW_QUERIES } from './review-operations';
import { SCIM_COMMANDS, SCIM_QUERIES } from './scim-operations';
import { SINK_COMMANDS, SINK_QUERIES } from './sink-operations';
import { SSO_COMMANDS, SSO_QUERIES } from './sso-operations';
import { TELLING_COMMANDS, TELLING_QUERIES } from './telling-operations';
import { TOKEN_COMMANDS, TOKEN_QUERIES } from './token-operations';
import { VIEW_COMMANDS, VIEW_QUERIES } from './view-operations';
import { WORKLOAD_COMMANDS, WORKLOAD_QUERIES } from './workload-operations';

export const COMMANDS: readonly AnyCommand[] = [
  ...PEOPLE_COMMANDS,
  ...REVIEW_COMMANDS,
  ...RETENTION_COMMANDS,
  ...INCIDENT_COMMANDS,
  ...API_COMMANDS,
  ...SCIM_COMMANDS,
  ...FACTOR_COMMANDS,
  ...REQUEST_COMMANDS,
  ...SINK_COMMANDS,
  ...SSO_COMMANDS,
  ...TELLING_COMMANDS,
  ...TOKEN_COMMANDS,
  ...VIEW_COMMANDS,
  ...WORKLOAD_COMMANDS,
  applyConfiguration,
  createScope,
  updateScope,
  deleteScope,
  createGroup,
  updateGroup,
  deleteGroup,
  setGroupScopes,
  editMembers,
  endMembership,
  freezeGroup,
  unfreezeGroup,
  thawGroup,
  settleLost,
  createDestination,
  updateDestination,
  deleteDestination,
  testDestination,
  recordTest,
  setSchedule,
  removeSchedule,
  startRotation,
  retryRotation,
  mintSuccessor,
  recordDelivery,
  retirePredecessor,
  recordFailure,
  setOrganisationPolicy,
  createSession,
  endSession,
  changePassword,
  bootstrap,
  recover,
  issueSetupLink,
  claimSetupLink,
];

export const QUERIES: readonly AnyQuery[] = [
  ...PEOPLE_QUERIES,
  ...REVIEW_QUERIES,
  ...RETENTION_QUERIES,
  ...INCIDENT_QUERIES,
  ...API_QUERIES,
  ...SCIM_QUERIES,
  ...FACTOR_QUERIES,
  ...REQUEST_QUERIES,
  ...SINK_QUERIES,
  ...SSO_QUERIES,
  ...TELLING_QUERIES,
  ...TOKEN_QUERIES,
  ...VIEW_QUERIES,
  ...WORKLOAD_QUERIES,
  exportConfiguration,
  planConfiguration,
  listScopes,
  getScope,
  listGroups,
  getGroup,
  listMembers,
  matchMembers,
  previewMembers,
  previewPolicy,
  previewScopes,
  previewScopeUpdate,
  explainIdentity,
  listSessions,
  explainToken,
  previewAccess,
  whoCanCall,
  whyAccess,
  listOpenedOperations,
  whoAmI,
  listDecisions,
  exportDecisions,
  exportSealed,
  listDecisionCheckpoints,
  blastRadius,
  countDecisions,
  getDecision,
  listTimeline,
  followTimeline,
  listCompletions,
  countFacets,
  countHistory,
  listEvents,
  exportEvents,
  getEvent,
  checkChain,
  listCheckpoints,
  getOrganisationPolicy,
  previewOrganisationPolicy,
  getOverview,
  listVerifiers,
  listLost,
  getReceipts,
  listDestinations,
  getDestination,
  dryRunDestination,
  getSchedule,
  inspectSetupLink,
];

export interface OperationEntry {
  readonly operation: OperationName;
  readonly summary: string;
  readonly kind: 'command' | 'query' | 'verifier';
}

/** All operations of the built-in API `keyward`, by name. */
export const OPERATIONS: readonly OperationEntry[] = [
  ...[...COMMANDS, ...QUERIES].map(({ operation, summary, kind }) => ({
    operation,
    summary,
    kind,
  })),
  ...VERIFIER_OPERATIONS.map((entry) => ({ ...entry, kind: 'verifier' as const })),
  ...PROVISIONING_OPERATIONS.map((entry) => ({ ...entry, kind: 'command' as const })),
]
  .filter(({ operation }) => !INTERNAL_OPERATIONS.has(operation))
  .sort((a, b) => (a.operation < b.operation ? -1 : 1));
