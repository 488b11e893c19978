'use server';

import {
  type ActionOutcome,
  allTextOf,
  optionalNumberOf,
  textOf,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { FormState } from '@/components/ui/form-state';
import { approveTrustRule } from '@/domain/workloads/approve-trust-rule';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { deleteTrustRule } from '@/domain/workloads/delete-trust-rule';
import type { TrustRuleView } from '@/domain/workloads/rule-view';
import { updateTrustRule } from '@/domain/workloads/update-trust-rule';

type Named = Pick<TrustRuleView, 'name' | 'slug' | 'approval'>;
const named = ({ name, slug, approval }: TrustRuleView): Named => ({ name, slug, approval });

export async function createTrustRuleAction(
  _previous: FormState<Named>,
  form: FormData,
): Promise<FormState<Named>> {
  const scopes = allTextOf(form, 'scopes').filter(Boolean);
  const input = {
    ...termsOf(form),
    group: textOf(form, 'group'),
    identity: textOf(form, 'identity'),
    ...(scopes.length > 0 ? { scopes } : {}),
  };
  return toFormState(await act(createTrustRule, input), named);
}

export async function updateTrustRuleAction(
  rule: string,
  _previous: FormState<Named>,
  form: FormData,
): Promise<FormState<Named>> {
  const input = { rule, ...termsOf(form) };
  return toFormState(await act(updateTrustRule, input), named);
}

/** @param updatedAt of the terms that were looked at */
export async function approveTrustRuleAction(
  rule: string,
  updatedAt: string,
  reason: unknown,
): Promise<ActionOutcome> {
  return toFormState(await act(approveTrustRule, { rule, updatedAt, reason }), () => undefined);
}

/** @returns how many of its tokens were revoked */
export async function deleteTrustRuleAction(
  rule: string,
  revokeTokens: unknown,
): Promise<ActionOutcome<number>> {
  const result = await act(deleteTrustRule, { rule, revokeTokens });
  return toFormState(result, ({ revokedTokens }) => revokedTokens.length);
}

const termsOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  slug: textOf(form, 'slug').trim(),
  preset: textOf(form, 'preset'),
  issuer: textOf(form, 'issuer'),
  audience: textOf(form, 'audience'),
  claims: claimsOf(form),
  ttlSeconds: optionalNumberOf(form, 'ttlSeconds'),
});

/** Rows that were left empty are left out; what has a name and no value is refused by its name. */
function claimsOf(form: FormData): Record<string, unknown> {
  const [values, types] = [allTextOf(form, 'claimValue'), allTextOf(form, 'claimType')];
  const rows = allTextOf(form, 'claimName').map((name, at) => {
    const value = values[at]?.trim() ?? '';
    return [name.trim(), typed(value, types[at])] as const;
  });
  return Object.fromEntries(rows.filter(([name, value]) => name !== '' || value !== ''));
}

function typed(text: string, type: string | undefined): unknown {
  if (text === '' || type === 'string') return text;
  if (type === 'number') return Number(text);
  return text === 'true' || text === 'false' ? text === 'true' : null;
}
