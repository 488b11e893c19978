'use server';

import { headers } from 'next/headers';
import { argumentsRead } from '@/app/server/action-state';
import { database, serverSecret } from '@/app/server/database';
import { type ActionOutcome, optionalTextOf, textOf, toFormState } from '@/app/server/form-outcome';
import { requestOrigin } from '@/app/server/request-origin';
import type { FormState } from '@/components/ui/form-state';
import { openSetupLink, redeemSetupLink } from '@/domain/setup/open-link';

async function door() {
  argumentsRead();
  return {
    db: database(),
    request: requestOrigin(await headers()),
    serverSecret: serverSecret(),
  };
}

export async function inspectSetupLinkAction(code: unknown) {
  return toFormState(await openSetupLink(await door(), code));
}

export async function claimSetupLinkAction(
  _previous: FormState<{ email: string }>,
  form: FormData,
): Promise<ActionOutcome<{ email: string }>> {
  const password = textOf(form, 'password');
  if (password !== textOf(form, 'passwordAgain')) {
    const message = 'The two passwords differ.';
    const errors = [{ path: 'passwordAgain', message }];
    return { status: 'refused', code: 'invalid_input', message, errors };
  }
  const input = {
    code: textOf(form, 'code'),
    name: optionalTextOf(form, 'name'),
    email: optionalTextOf(form, 'email'),
    password,
  };
  return toFormState(await redeemSetupLink(await door(), input), ({ email }) => ({ email }));
}
