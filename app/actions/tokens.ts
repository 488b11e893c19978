'use server';

import {
  allTextOf,
  isOn,
  linesOf,
  optionalTextOf,
  textOf,
  toDone,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { overlapInput } from '@/components/tokens/rotation/overlaps';
import type { RotatedToken } from '@/components/tokens/rotation/rotated-token';
import type { FormState } from '@/components/ui/form-state';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { renameToken } from '@/domain/tokens/rename-token';
import { setTokenLimits } from '@/domain/tokens/set-token-limits';
import { endOf } from '@/domain/tokens/token-facts';

// Arguments come from the network: what is no text is refused by the command.

/** Rotates a token. A repeated call with the same key and input gets the same successor. */
export async function rotateTokenAction(
  _previous: FormState<RotatedToken>,
  form: FormData,
): Promise<FormState<RotatedToken>> {
  const overlap = overlapInput(textOf(form, 'overlap'), Number(textOf(form, 'limitSeconds')));
  const input = { token: textOf(form, 'token'), ...overlap };
  const result = await act(rotateToken, input, optionalTextOf(form, 'idempotencyKey'));
  return toFormState(result, ({ token: { id, name, expiresAt }, secret, predecessor }) => {
    const { last4, status, retiresOnUse: untilFirstUse } = predecessor;
    const worksUntil = status === 'retired' ? null : endOf(predecessor);
    return { id, name, expiresAt, secret, predecessor: { last4, worksUntil, untilFirstUse } };
  });
}

export async function renameTokenAction(_previous: FormState, form: FormData): Promise<FormState> {
  const input = { token: textOf(form, 'token'), name: textOf(form, 'name') };
  return toDone(await act(renameToken, input));
}

/** What was left as it is counts as asked for again, and widens nothing. */
export async function setTokenLimitsAction(
  _previous: FormState,
  form: FormData,
): Promise<FormState> {
  const expiresAt = optionalTextOf(form, 'expiresAt');
  const input = {
    token: textOf(form, 'token'),
    scopes: isOn(form, 'isWhole') ? null : allTextOf(form, 'scopes').filter(Boolean),
    allowedCidrs: linesOf(form, 'allowedCidrs'),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    reason: optionalTextOf(form, 'reason'),
  };
  return toDone(await act(setTokenLimits, input));
}
