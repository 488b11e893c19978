import { listGroupUses, listTokenUses } from '@/domain/access/list-uses';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { getLeakPolicy, setLeakPolicy } from '@/domain/leaks/leak-policy';
import { reportLeak } from '@/domain/leaks/report-leak';
import { listAttention } from '@/domain/overview/list-attention';
import { snoozeAttention, unsnoozeAttention } from '@/domain/overview/snooze-attention';
import { rotateOwnToken, rotateToken } from '@/domain/rotations/rotate-token';
import { approveToken } from '@/domain/tokens/approve-token';
import { countExpiries } from '@/domain/tokens/count-expiries';
import { createToken } from '@/domain/tokens/create-token';
import { delegateOwnToken, delegateToken } from '@/domain/tokens/delegate-token';
import { denyToken } from '@/domain/tokens/deny-token';
import { getOwnToken } from '@/domain/tokens/get-own-token';
import { getToken } from '@/domain/tokens/get-token';
import { listTokens } from '@/domain/tokens/list-tokens';
import { lookupToken } from '@/domain/tokens/lookup-token';
import { previewMatching } from '@/domain/tokens/preview-matching';
import { renameToken } from '@/domain/tokens/rename-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { retireToken } from '@/domain/tokens/retire-token';
import { revokeFamily } from '@/domain/tokens/revoke-family';
import { revokeMatching } from '@/domain/tokens/revoke-matching';
import { revokeOwnToken, revokeToken } from '@/domain/tokens/revoke-token';
import { setTokenLimits } from '@/domain/tokens/set-token-limits';
import { suspendIdleToken } from '@/domain/tokens/suspend-idle';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { warnTokenExpiry } from '@/domain/tokens/warn-expiry';
import { warnStillUsed } from '@/domain/tokens/warn-still-used';

/** A token's life, by whoever may and by its holder. */
export const TOKEN_COMMANDS: readonly AnyCommand[] = [
  approveToken,
  createToken,
  delegateToken,
  delegateOwnToken,
  denyToken,
  suspendIdleToken,
  warnTokenExpiry,
  warnStillUsed,
  renameToken,
  setTokenLimits,
  snoozeAttention,
  unsnoozeAttention,
  revokeToken,
  revokeOwnToken,
  revokeFamily,
  revokeMatching,
  rotateToken,
  rotateOwnToken,
  retireToken,
  undoRevokeToken,
  suspendToken,
  resumeToken,
  setLeakPolicy,
  reportLeak,
];

export const TOKEN_QUERIES: readonly AnyQuery[] = [
  listTokens,
  listTokenUses,
  listGroupUses,
  listAttention,
  countExpiries,
  getToken,
  getOwnToken,
  lookupToken,
  previewMatching,
  getLeakPolicy,
];
