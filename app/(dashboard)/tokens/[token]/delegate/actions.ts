'use server';

import {
  allTextOf,
  linesOf,
  optionalNumberOf,
  optionalTextOf,
  textOf,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { IssuedToken } from '@/components/tokens/new/group-choice';
import type { FormState } from '@/components/ui/form-state';
import { delegateToken } from '@/domain/tokens/delegate-token';

/** Makes a lesser token. A repeated call with the same key and input gets the same one. */
export async function delegateTokenAction(
  token: string,
  _previous: FormState<IssuedToken>,
  form: FormData,
): Promise<FormState<IssuedToken>> {
  const scopes = allTextOf(form, 'scopes').filter(Boolean);
  const allowedCidrs = linesOf(form, 'allowedCidrs');
  const api = optionalTextOf(form, 'api');
  const ttlSeconds = optionalNumberOf(form, 'ttlSeconds');
  const input = {
    token,
    actsAs: textOf(form, 'actsAs'),
    ...(ttlSeconds === undefined ? {} : { ttlSeconds }),
    ...(api === undefined ? {} : { api }),
    ...(scopes.length > 0 ? { scopes } : {}),
    ...(allowedCidrs.length > 0 ? { allowedCidrs } : {}),
  };
  const result = await act(delegateToken, input, optionalTextOf(form, 'idempotencyKey'));
  return toFormState(result, (made) => {
    const { id, name, expiresAt } = made.token;
    return { id, name, expiresAt, secret: made.secret };
  });
}
