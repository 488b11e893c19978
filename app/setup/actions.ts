'use server';

import { headers } from 'next/headers';
import { database, serverSecret } from '@/app/server/database';
import { type ActionOutcome, optionalTextOf, textOf, toFormState } from '@/app/server/form-outcome';
import { requestOrigin } from '@/app/server/request-origin';
import type { FormState } from '@/components/ui/form-state';
import { systemActor } from '@/domain/kernel/actor';
import type { Context } from '@/domain/kernel/context';
import { runCommand, runQuery } from '@/domain/kernel/run';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { inspectSetupLink } from '@/domain/setup/inspect-setup-link';

// Whoever holds the code may use it and nothing else: the link is the authority, not a person.
async function setupContext(): Promise<Context> {
  return {
    db: database(),
    actor: systemActor('setup', [claimSetupLink.operation, inspectSetupLink.operation]),
    request: requestOrigin(await headers()),
    serverSecret: serverSecret(),
  };
}

export async function inspectSetupLinkAction(code: unknown) {
  return toFormState(await runQuery(inspectSetupLink, await setupContext(), { code }));
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
  return toFormState(
    await runCommand(claimSetupLink, await setupContext(), input),
    ({ email }) => ({
      email,
    }),
  );
}
