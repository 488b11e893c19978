'use server';

import {
  allTextOf,
  linesOf,
  optionalNumberOf,
  optionalTextOf,
  textOf,
  toFormState,
} from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { GroupChoice, IssuedToken } from '@/components/tokens/new/group-choice';
import type { ActionOutcome, FormState } from '@/components/ui/form-state';
import { isRefusal } from '@/domain/base/refusal';
import { createToken } from '@/domain/tokens/create-token';
import { getToken } from '@/domain/tokens/get-token';
import { loadGroupChoice } from './group-choice';

/** Mints a token. A repeated call with the same key and input gets the same token, not another. */
export async function createTokenAction(
  _previous: FormState<IssuedToken>,
  form: FormData,
): Promise<FormState<IssuedToken>> {
  const scopes = allTextOf(form, 'scopes').filter(Boolean);
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

export async function loadGroupAction(group: unknown): Promise<ActionOutcome<GroupChoice>> {
  const choice = await loadGroupChoice(String(group));
  return toFormState(isRefusal(choice) ? choice : { ok: true, value: choice });
}

export type FirstUse = { firstUsedAt: string | null; ip: string | null };

export async function firstUseAction(token: unknown): Promise<ActionOutcome<FirstUse>> {
  return toFormState(await ask(getToken, { token: String(token) }), ({ firstUsedAt, lastIp }) => ({
    firstUsedAt,
    ip: lastIp,
  }));
}
