import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { createService } from '@/domain/effects/create-service';
import { offboardIdentity } from '@/domain/effects/offboard-identity';
import { createIdentity } from '@/domain/identities/create-identity';
import { getIdentity } from '@/domain/identities/get-identity';
import { handOverService } from '@/domain/identities/hand-over-service';
import { listHoldings } from '@/domain/identities/list-holdings';
import { listIdentities } from '@/domain/identities/list-identities';
import { listInvitations } from '@/domain/identities/list-invitations';
import { listMade } from '@/domain/identities/list-made';
import { renameSelf } from '@/domain/identities/rename-self';
import { resumeIdentity } from '@/domain/identities/resume-identity';
import { revokeInvitation } from '@/domain/identities/revoke-invitation';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { suspendIdentity } from '@/domain/identities/suspend-identity';
import { undoStop } from '@/domain/identities/undo-stop';
import { updateIdentity } from '@/domain/identities/update-identity';
import { inviteIdentity } from '@/domain/setup/invite-identity';

/** People and service accounts: their coming, their going, and who looks after what. */
export const PEOPLE_COMMANDS: readonly AnyCommand[] = [
  createIdentity,
  createService,
  handOverService,
  renameSelf,
  revokeInvitation,
  updateIdentity,
  suspendIdentity,
  resumeIdentity,
  stopIdentity,
  undoStop,
  offboardIdentity,
  inviteIdentity,
];

export const PEOPLE_QUERIES: readonly AnyQuery[] = [
  listIdentities,
  getIdentity,
  listHoldings,
  listInvitations,
  listMade,
];
