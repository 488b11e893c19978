'use server';

import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { act, ask } from '@/app/server/run';
import type { ScopesPreview } from '@/components/groups/scopes/scope-words';
import { previewScopes } from '@/domain/groups/preview-scopes';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';

export async function previewScopesAction(
  group: string,
  scopes: string[],
): Promise<ActionOutcome<ScopesPreview>> {
  return toFormState(await ask(previewScopes, { group, scopes }));
}

export async function saveScopesAction(
  group: string,
  scopes: string[],
): Promise<ActionOutcome<{ scopeCount: number; operationCount: number }>> {
  return toFormState(await act(setGroupScopes, { group, scopes }), (saved) => ({
    scopeCount: saved.scopes.length,
    operationCount: saved.operationCount,
  }));
}
