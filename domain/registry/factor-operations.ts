import type { AnyCommand, AnyQuery } from '@/domain/commands/define';
import { getFactorPolicy, setFactorPolicy } from '@/domain/factors/factor-policy';
import { markCloned } from '@/domain/factors/passkey-counter';
import { addPasskey, removePasskey } from '@/domain/factors/passkeys';
import { proveSession } from '@/domain/factors/prove';
import { renewRecoveryCodes } from '@/domain/factors/recovery-codes';
import { createSessionByPasskey } from '@/domain/factors/sign-in-by-passkey';
import { beginTotp, confirmTotp, removeTotp } from '@/domain/factors/totp';

/** What people prove who they are by, beside a password. */
export const FACTOR_COMMANDS: readonly AnyCommand[] = [
  addPasskey,
  beginTotp,
  confirmTotp,
  createSessionByPasskey,
  markCloned,
  proveSession,
  removePasskey,
  removeTotp,
  renewRecoveryCodes,
  setFactorPolicy,
];

export const FACTOR_QUERIES: readonly AnyQuery[] = [getFactorPolicy];
