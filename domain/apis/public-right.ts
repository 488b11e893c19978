import { rightOver } from '@/domain/authority/reach';
import type { Actor } from '@/domain/base/actor';
import type { OperationName } from '@/domain/base/operation-names';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

const OPENS: OperationName = 'operations.update';

/**
 * A public operation is granted to everybody at once. Refuses whoever lacks the right that is named
 * for it, by whichever command they come: none of the others may be a way around it.
 */
export const refuseOpening = (actor: Actor, target: Target): Refusal | null =>
  rightOver(actor, OPENS, target) === false
    ? refuse(
        'forbidden',
        'not_granted',
        `Making an operation public needs the operation ${OPENS}, which you do not hold.`,
      )
    : null;
