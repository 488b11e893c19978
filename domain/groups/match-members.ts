import { and, eq, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import { memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { mailboxOf } from '@/domain/base/email';
import { reference, soughtText } from '@/domain/base/input';
import { instantText, toInstantTextOrNull } from '@/domain/base/instant';
import { defineQuery } from '@/domain/commands/define';
import { emailForms, hasEmail } from '@/domain/targets/email-forms';
import { loadGroupTarget } from '@/domain/targets/group-target';

const membership = z.object({
  role: z.enum(['member', 'lead']),
  expiresAt: instantText().nullable(),
});

/**
 * Who a list of exact emails, slugs and ids means, and whether they are members already. It tells no
 * more than adding them would: a lead who knows the email of somebody may add them.
 */
export const matchMembers = defineQuery({
  operation: 'groups.matchMembers',
  summary: 'Find who a list of emails and slugs means',
  http: { method: 'POST', path: '/groups/{group}/members/match' },
  input: z.object({ group: reference(), references: z.array(soughtText(400)).max(500) }),
  output: z.object({
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
    const wanted = [...input.references.map(normal), ''];
    const emails = wanted.filter((text) => text.includes('@'));
    const rows = await db
      .select({ identity: identities, membership: memberships })
      .from(identities)
      .leftJoin(
        memberships,
        and(eq(memberships.identityId, identities.id), eq(memberships.groupId, target.id)),
      )
      .where(
        or(
          inArray(identities.id, wanted),
          inArray(identities.slug, wanted),
          emails.length > 0 ? hasEmail(...emails) : undefined,
        ),
      );
    const byReference = new Map(
      rows.flatMap((row) =>
        [row.identity.id, row.identity.slug, ...emailForms(row.identity.email ?? '')].flatMap(
          (name) => (name ? [[normal(name), row] as const] : []),
        ),
      ),
    );
    const matches = input.references.map((text) => {
      const found = byReference.get(normal(text));
      if (!found) return null;
      const { id, type, name, email, slug, state } = found.identity;
      return {
        id,
        type,
        name,
        handle: email ?? slug ?? '',
        state,
        membership: found.membership && {
          role: found.membership.role,
          expiresAt: toInstantTextOrNull(found.membership.expiresAt),
        },
      };
    });
    return { matches };
  },
});

const normal = (text: string) => mailboxOf(text).toLowerCase();
