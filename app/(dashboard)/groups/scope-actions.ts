'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';

export async function saveScopesAction(
  group: string,
  scopes: string[],
): Promise<ActionOutcome<{ scopeCount: number; operationCount: number }>> {
  return toFormState(await act(setGroupScopes, { group, scopes }), (saved) => ({
    scopeCount: saved.scopes.length,
    operationCount: saved.operationCount,
  }));
}
