import type { TokenActions } from '@/components/tokens/token-actions';
import {
  renameTokenAction,
  resumeTokenAction,
  revokeTokenAction,
  suspendTokenAction,
  tokenReceiptsAction,
  undoRevokeTokenAction,
} from './actions';

/** What can be done to existing tokens, as one prop. */
export const tokenActions: TokenActions = {
  revoke: revokeTokenAction,
  undoRevoke: undoRevokeTokenAction,
  suspend: suspendTokenAction,
  resume: resumeTokenAction,
  rename: renameTokenAction,
  receipts: tokenReceiptsAction,
};
