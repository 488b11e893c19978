import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { memberships } from '@/db/schema/groups';
import { reference, soughtText } from '@/domain/base/input';
import { instantText, toInstantTextOrNull } from '@/domain/base/instant';
import { defineQuery } from '@/domain/commands/define';
import { findIdentities } from '@/domain/targets/find-identities';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { MAX_MEMBER_EDITS } from './group-facts';
import { asOfSchema, readAsOf } from './saved-meanwhile';

const membership = z.object({
  role: z.enum(['member', 'lead']),
  expiresAt: instantText().nullable(),
  /** The provider that gives it, which no edit by hand changes. */
  managedBy: z.string().nullable(),
});

/**
 * Who a list of exact emails, slugs and ids means, and whether they are members already. It tells no
 * more than adding them would: a lead who knows the email of somebody may add them.
 */
export const matchMembers = defineQuery({
  operation: 'groups.matchMembers',
  summary: 'Find who a list of emails and slugs means',
  http: { method: 'POST', path: '/groups/{group}/members/match' },
  input: z.object({
    group: reference(),
    references: z.array(soughtText(400)).max(MAX_MEMBER_EDITS),
  }),
  output: z.object({
    asOf: asOfSchema,
    /** In the order of `references`; null where there is nobody by that email, slug or id. */
    matches: z.array(
      z
        .object({
          id: z.string(),
          type: z.enum(['person', 'service']),
          name: z.string(),
          handle: z.string(),
          state: z.enum(['active', 'suspended']),
          membership: membership.nullable(),
        })
        .nullable(),
    ),
  }),
  target: ({ db, input }) => loadGroupTarget(db, input.group),
  async run({ db, input, target }) {
    const asOf = await readAsOf(db);
    const found = await findIdentities(db, input.references);
    const present = await db
      .select()
      .from(memberships)
      .where(
        and(
          eq(memberships.groupId, target.id),
          inArray(memberships.identityId, [
            '',
            ...new Set([...found.values()].map(({ id }) => id)),
          ]),
        ),
      );
    const byId = new Map(present.map((row) => [row.identityId, row]));
    const matches = input.references.map((reference) => {
      const row = found.get(reference);
      if (!row) return null;
      const { id, type, name, email, slug, state } = row;
      const held = byId.get(id);
      return {
        ...{ id, type, name, handle: email ?? slug ?? '', state },
        membership: held
          ? {
              role: held.role,
              expiresAt: toInstantTextOrNull(held.expiresAt),
              managedBy: held.source === 'manual' ? null : held.addedByName,
            }
          : null,
      };
    });
    return { asOf, matches };
  },
});
