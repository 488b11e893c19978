import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { operationUses } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { loadGrantedScopes } from '@/domain/authority/granted-scopes';
import { reference } from '@/domain/base/input';
import { defineQuery } from '@/domain/commands/define';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { scopesAlong } from '@/domain/tokens/lineage';
import { readUses, usesSchema } from './uses';

/** What a token may call, and what of it was called in 30 and 90 days: what it could do without. */
export const listTokenUses = defineQuery({
  operation: 'access.tokenUses',
  summary: 'Compare what a token may call with what it called',
  http: { method: 'GET', path: '/tokens/{token}/uses' },
  input: z.object({ token: z.string().max(100) }),
  output: usesSchema,
  target: ({ db, input }) => loadTokenTarget(db, input.token, false),
  async run({ db, target: { row } }) {
    const line = await db
      .select()
      .from(tokens)
      .where(inArray(tokens.id, [...row.ancestorIds, row.id]));
    const within = await scopesAlong(db, line);
    const granted = (await loadGrantedScopes(db, row.groupId)).filter(
      ({ id, api }) =>
        (within?.has(id) ?? true) && line.every((each) => (each.onlyApiId ?? api.id) === api.id),
    );
    return readUses(db, eq(operationUses.tokenId, row.id), granted);
  },
});

/** The same for a group: by all its tokens together. */
export const listGroupUses = defineQuery({
  operation: 'access.groupUses',
  summary: 'Compare what a group may call with what its tokens called',
  http: { method: 'GET', path: '/groups/{group}/uses' },
  input: z.object({ group: reference() }),
  output: usesSchema,
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  async run({ db, target: { id } }) {
    return readUses(db, eq(operationUses.groupId, id), await loadGrantedScopes(db, id));
  },
});
