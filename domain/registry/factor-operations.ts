import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { clearFactors } from '@/domain/factors/clear-factors';
import { getFactorPolicy, setFactorPolicy } from '@/domain/factors/factor-policy';
import { markCloned } from '@/domain/factors/passkey-counter';
import { addPasskey, removePasskey } from '@/domain/factors/passkeys';
import { proveSession } from '@/domain/factors/prove';
import { renewRecoveryCodes } from '@/domain/factors/recovery-codes';
import { renamePasskey } from '@/domain/factors/rename-passkey';
import { createSessionByPasskey } from '@/domain/factors/sign-in-by-passkey';
import { beginTotp, confirmTotp, removeTotp } from '@/domain/factors/totp';

/** What people prove who they are by, beside a password. */
export const FACTOR_COMMANDS: readonly AnyCommand[] = [
  addPasskey,
  beginTotp,
  clearFactors,
  confirmTotp,
  createSessionByPasskey,
  markCloned,
  proveSession,
  removePasskey,
  removeTotp,
  renamePasskey,
  renewRecoveryCodes,
  setFactorPolicy,
];

export const FACTOR_QUERIES: readonly AnyQuery[] = [getFactorPolicy];
