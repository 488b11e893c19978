import { z } from 'zod';
import { loadGroupTarget } from '@/domain/groups/group-target';
import { groupViewSchema, readGroupView } from '@/domain/groups/group-view';
import { defineQuery } from '@/domain/kernel/define';
import { reference } from '@/domain/kernel/input';
import { grantedScopeSchema, loadGrantedScopes } from './granted-scopes';

/** What a token in this group would open: its policy, and its scopes with all their operations. */
export const previewAccess = defineQuery({
  operation: 'access.preview',
  summary: 'Preview what a token in a group would open',
  http: { method: 'GET', path: '/groups/{group}/access' },
  input: z.object({ group: reference() }),
  output: z.object({ group: groupViewSchema, scopes: z.array(grantedScopeSchema) }),
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  // Every member may see what their group opens: it is what their own tokens open.
  permit: (actor, target) => actor.memberOf.get(target.id) ?? false,
  run: async ({ db, target }) => ({
    group: await readGroupView(db, target.id),
    scopes: await loadGrantedScopes(db, target.id),
  }),
});
