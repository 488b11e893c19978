import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { loadScopeTarget } from '@/domain/targets/scope-target';
import { readScopeView, scopeViewSchema } from './scope-view';

export const getScope = defineQuery({
  operation: 'scopes.get',
  summary: 'Get a scope',
  http: { method: 'GET', path: '/scopes/{scope}' },
  input: z.object({ scope: z.string().max(100) }),
  output: scopeViewSchema,
  target: ({ db, input }) => loadScopeTarget(db, input.scope),
  run: ({ db, actor, target }) => readScopeView(db, actor, target.id),
});
