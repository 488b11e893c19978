import { VERIFIER_OPERATIONS } from './access/built-ins';
import { explainToken } from './access/explain-token';
import { previewAccess } from './access/preview-access';
import { whoAmI } from './access/who-am-i';
import { whoCanCall } from './access/who-can-call';
import { createApi } from './apis/create-api';
import { createOperation } from './apis/create-operation';
import { deleteApi } from './apis/delete-api';
import { deleteOperation } from './apis/delete-operation';
import { getApi } from './apis/get-api';
import { importDocument } from './apis/import-document';
import { listApis } from './apis/list-apis';
import { listOperations } from './apis/list-operations';
import { previewImport } from './apis/preview-import';
import { updateApi } from './apis/update-api';
import { updateOperation } from './apis/update-operation';
import { checkChain } from './audit/check-chain';
import { getEvent } from './audit/get-event';
import { listCheckpoints } from './audit/list-checkpoints';
import { listEvents } from './audit/list-events';
import { countDecisions } from './decisions/count-decisions';
import { getDecision } from './decisions/get-decision';
import { listDecisions } from './decisions/list-decisions';
import { createGroup } from './groups/create-group';
import { deleteGroup } from './groups/delete-group';
import { editMembers } from './groups/edit-members';
import { endMembership } from './groups/end-memberships';
import { freezeGroup } from './groups/freeze-group';
import { getGroup } from './groups/get-group';
import { listGroups } from './groups/list-groups';
import { listMembers } from './groups/list-members';
import { matchMembers } from './groups/match-members';
import { previewMembers } from './groups/preview-members';
import { previewScopes } from './groups/preview-scopes';
import { setGroupScopes } from './groups/set-group-scopes';
import { unfreezeGroup } from './groups/unfreeze-group';
import { updateGroup } from './groups/update-group';
import { createIdentity } from './identities/create-identity';
import { explainIdentity } from './identities/explain-identity';
import { getIdentity } from './identities/get-identity';
import { listIdentities } from './identities/list-identities';
import { listMade } from './identities/list-made';
import { resumeIdentity } from './identities/resume-identity';
import { stopIdentity } from './identities/stop-identity';
import { suspendIdentity } from './identities/suspend-identity';
import { updateIdentity } from './identities/update-identity';
import type { AnyCommand, AnyQuery } from './kernel/define';
import { getOverview } from './overview/get-overview';
import { createScope } from './scopes/create-scope';
import { deleteScope } from './scopes/delete-scope';
import { getScope } from './scopes/get-scope';
import { listScopes } from './scopes/list-scopes';
import { updateScope } from './scopes/update-scope';
import { changePassword } from './sessions/change-password';
import { createSession } from './sessions/create-session';
import { endSession } from './sessions/end-session';
import { listSessions } from './sessions/list-sessions';
import { bootstrap } from './setup/bootstrap';
import { claimSetupLink } from './setup/claim-setup-link';
import { inspectSetupLink } from './setup/inspect-setup-link';
import { inviteIdentity } from './setup/invite-identity';
import { recover } from './setup/recover';
import { issueSetupLink } from './setup/setup-link';
import { createToken } from './tokens/create-token';
import { getOwnToken } from './tokens/get-own-token';
import { getToken } from './tokens/get-token';
import { listTokens } from './tokens/list-tokens';
import { lookupToken } from './tokens/lookup-token';
import { renameToken } from './tokens/rename-token';
import { resumeToken } from './tokens/resume-token';
import { revokeToken } from './tokens/revoke-token';
import { suspendToken } from './tokens/suspend-token';
import { undoRevokeToken } from './tokens/undo-revoke-token';
import { getReceipts } from './verifiers/get-receipts';
import { listLost } from './verifiers/list-lost';
import { listVerifiers } from './verifiers/list-verifiers';
import { settleLost } from './verifiers/settle-lost';

export const COMMANDS: readonly AnyCommand[] = [
  createApi,
  updateApi,
  deleteApi,
  importDocument,
  createOperation,
  deleteOperation,
  updateOperation,
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
  createIdentity,
  updateIdentity,
  suspendIdentity,
  resumeIdentity,
  stopIdentity,
  inviteIdentity,
  createToken,
  renameToken,
  revokeToken,
  undoRevokeToken,
  suspendToken,
  resumeToken,
  settleLost,
  createSession,
  endSession,
  changePassword,
  bootstrap,
  recover,
  issueSetupLink,
  claimSetupLink,
];

export const QUERIES: readonly AnyQuery[] = [
  listApis,
  getApi,
  previewImport,
  listOperations,
  listScopes,
  getScope,
  listGroups,
  getGroup,
  listMembers,
  matchMembers,
  previewMembers,
  previewScopes,
  listIdentities,
  getIdentity,
  explainIdentity,
  listMade,
  listTokens,
  getToken,
  getOwnToken,
  lookupToken,
  listSessions,
  explainToken,
  previewAccess,
  whoCanCall,
  whoAmI,
  listDecisions,
  countDecisions,
  getDecision,
  listEvents,
  getEvent,
  checkChain,
  listCheckpoints,
  getOverview,
  listVerifiers,
  listLost,
  getReceipts,
  inspectSetupLink,
];

/** Operations only processes of the product itself perform: no scope can grant them. */
export const INTERNAL_OPERATIONS: ReadonlySet<string> = new Set([
  endMembership.operation,
  createSession.operation,
  bootstrap.operation,
  recover.operation,
  issueSetupLink.operation,
  claimSetupLink.operation,
  inspectSetupLink.operation,
]);

export interface CatalogueEntry {
  readonly operation: string;
  readonly summary: string;
  readonly kind: 'command' | 'query' | 'verifier';
}

/** All operations of the built-in API `keyward`, by name. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...[...COMMANDS, ...QUERIES].map(({ operation, summary, kind }) => ({
    operation,
    summary,
    kind,
  })),
  ...VERIFIER_OPERATIONS.map((entry) => ({ ...entry, kind: 'verifier' as const })),
]
  .filter(({ operation }) => !INTERNAL_OPERATIONS.has(operation))
  .sort((a, b) => (a.operation < b.operation ? -1 : 1));
