import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { memberships } from '@/db/schema/groups';
import { tokens } from '@/db/schema/tokens';
import { grantedScopeSchema, loadGrantedScopes } from '@/domain/authority/granted-scopes';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { defineQuery } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { scopesAlong } from '@/domain/tokens/lineage';
import { readTokenView, tokenViewSchema } from '@/domain/tokens/token-view';

/** What a token may do and why: operation ← scope ← group ← membership, with who granted it and when. */
export const explainToken = defineQuery({
  operation: 'access.explain',
  summary: 'Explain what a token may do, and why',
  http: { method: 'GET', path: '/tokens/{token}/access' },
  input: z.object({ token: z.string().max(100) }),
  output: z.object({
    token: tokenViewSchema,
    membership: z
      .object({
        role: z.enum(['member', 'lead']),
        source: z.enum(['manual', 'sso', 'scim']),
        addedBy: z.string(),
        addedAt: instantText(),
        expiresAt: instantText().nullable(),
      })
      .nullable(),
    scopes: z.array(
      grantedScopeSchema.extend({
        /** False where the token, or one it was made from, is restricted to other scopes. */
        inToken: z.boolean(),
      }),
    ),
    /** Distinct operations the token opens while it works. */
    operationCount: z.number(),
  }),
  target: ({ db, input }) => loadTokenTarget(db, input.token, false),
  async run({ db, target: { row } }) {
    const [membership] = await db
      .select()
      .from(memberships)
      .where(and(eq(memberships.groupId, row.groupId), eq(memberships.identityId, row.identityId)));
    const owned = await loadGrantedScopes(db, row.groupId);
    const line = await db
      .select()
      .from(tokens)
      .where(inArray(tokens.id, [...row.ancestorIds, row.id]));
    const within = await scopesAlong(db, line);
    const inToken = ({ id, api }: (typeof owned)[number]) =>
      (within?.has(id) ?? true) && line.every((each) => (each.onlyApiId ?? api.id) === api.id);
    const opened = owned
      .filter(inToken)
      .flatMap(({ api, operations }) => operations.map(({ name }) => `${api.id} ${name}`));
    return {
      token: await readTokenView(db, row.id),
      membership: membership
        ? {
            role: membership.role,
            source: membership.source,
            addedBy: membership.addedByName,
            addedAt: toInstantText(membership.createdAt),
            expiresAt: toInstantTextOrNull(membership.expiresAt),
          }
        : null,
      scopes: owned.map((scope) => ({ ...scope, inToken: inToken(scope) })),
      operationCount: new Set(opened).size,
    };
  },
});
