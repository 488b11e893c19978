'use server';

import {
  allTextOf,
  isOn,
  linesOf,
  optionalNumberOf,
  optionalTextOf,
  textOf,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { IssuedToken } from '@/components/tokens/new/group-choice';
import type { FormState } from '@/components/ui/form-state';
import { createToken } from '@/domain/tokens/create-token';

/** Mints a token. A repeated call with the same key and input gets the same token, not another. */
export async function createTokenAction(
  _previous: FormState<IssuedToken>,
  form: FormData,
): Promise<FormState<IssuedToken>> {
  const scopes = isOn(form, 'isWhole') ? [] : allTextOf(form, 'scopes').filter(Boolean);
  const allowedCidrs = linesOf(form, 'allowedCidrs');
  const ttlSeconds = optionalNumberOf(form, 'ttlSeconds');
  const input = {
    name: textOf(form, 'name'),
    group: textOf(form, 'group'),
    identity: textOf(form, 'identity'),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(scopes.length > 0 ? { scopes } : {}),
    ...(allowedCidrs.length > 0 ? { allowedCidrs } : {}),
  };
  const result = await act(createToken, input, optionalTextOf(form, 'idempotencyKey'));
  return toFormState(result, ({ token, secret }) => {
    const { id, name, expiresAt } = token;
    return { id, name, expiresAt, secret };
  });
}
