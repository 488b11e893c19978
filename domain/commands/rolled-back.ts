import type { Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { AnyCommand } from './define';

/** Refused after something may have changed: nothing of it is kept. */
export class RolledBack extends Error {
  constructor(
    readonly refusal: Refusal,
    /** What a refused attempt was about; only those for want of a right are attempts. */
    readonly target?: Target,
    /** The step that was refused, where the command has several; `denied` where for want of a right. */
    readonly step?: { readonly command: AnyCommand; readonly denied: boolean },
  ) {
    super(refusal.code);
  }
}
