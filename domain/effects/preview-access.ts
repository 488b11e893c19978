import { z } from 'zod';
import { grantedScopeSchema, loadGrantedScopes } from '@/domain/authority/granted-scopes';
import { rolesOf } from '@/domain/base/actor';
import { reference } from '@/domain/base/input';
import { defineQuery } from '@/domain/commands/define';
import { groupViewSchema, readGroupView } from '@/domain/groups/group-view';
import { loadGroupTarget } from '@/domain/targets/group-target';

/** What a token in this group would open: its policy, and its scopes with all their operations. */
export const previewAccess = defineQuery({
  operation: 'access.preview',
  summary: 'Preview what a token in a group would open',
  http: { method: 'GET', path: '/groups/{group}/access' },
  input: z.object({ group: reference() }),
  output: z.object({ group: groupViewSchema, scopes: z.array(grantedScopeSchema) }),
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  // Every member may see what their group opens: it is what their own tokens open.
  permit: (actor, target) => rolesOf(actor).memberOf.get(target.id) ?? false,
  run: async ({ db, target }) => ({
    group: await readGroupView(db, target.id),
    scopes: await loadGrantedScopes(db, target.id),
  }),
});
