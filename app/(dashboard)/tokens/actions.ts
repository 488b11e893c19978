'use server';

import { textOf, toDone, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { Receipt } from '@/components/respond/token-match';
import type { ActionOutcome, FormState } from '@/components/ui/form-state';
import { renameToken } from '@/domain/tokens/rename-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';
import { getReceipts } from '@/domain/verifiers/get-receipts';

// Arguments come from the network: what is no text is refused by the command.

type Changed = Promise<ActionOutcome<{ seq: number }>>;

export async function revokeTokenAction(token: unknown, reason: unknown): Changed {
  return toFormState(await act(revokeToken, { token, reason }), (_value, seq) => ({ seq }));
}

export async function undoRevokeTokenAction(token: unknown): Promise<ActionOutcome> {
  return toDone(await act(undoRevokeToken, { token }));
}

export async function suspendTokenAction(token: unknown, reason: unknown): Changed {
  return toFormState(await act(suspendToken, { token, reason }), (_value, seq) => ({ seq }));
}

export async function resumeTokenAction(token: unknown): Promise<ActionOutcome> {
  return toDone(await act(resumeToken, { token }));
}

export async function renameTokenAction(_previous: FormState, form: FormData): Promise<FormState> {
  const input = { token: textOf(form, 'token'), name: textOf(form, 'name') };
  return toDone(await act(renameToken, input));
}

export async function tokenReceiptsAction(seq: unknown): Promise<ActionOutcome<Receipt[]>> {
  // A change's number; anything else is refused by the query.
  return toFormState(await ask(getReceipts, { seq }), ({ verifiers }) => verifiers);
}
