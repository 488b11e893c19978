import type { FormAction } from '@/components/ui/form-state';
import type { RotatedToken } from './rotation/rotated-token';

/** The server actions on existing tokens; what ends or stops one is sent by `changeToken`. */
export type TokenActions = {
  /** Fields: `token`, `name`. */
  rename: FormAction;
  /** Fields: `token`, `scopes`, `isWhole`, `expiresAt`, `allowedCidrs`, `reason`. */
  setLimits: FormAction;
  /** Fields: `token`, `overlap`, `idempotencyKey`. */
  rotate: FormAction<RotatedToken>;
};
