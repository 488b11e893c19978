import { and, desc, eq, gt, ilike, isNull, lt, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { identities, passwords, setupLinks } from '@/db/schema/identities';
import { subquery } from '@/db/subquery';
import { pageInput, pageOf, searchText } from '@/domain/base/input';
import { instantText, toInstantText } from '@/domain/base/instant';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';

const makers = alias(identities, 'makers');

const invitation = z.object({
  id: z.string(),
  person: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    state: z.enum(['active', 'suspended']),
    /** The link sets another password; without one it is the person’s way in. */
    hasPassword: z.boolean(),
  }),
  /** Null where Keyward itself made it. It opens nothing while its maker is suspended. */
  maker: z
    .object({ id: z.string(), name: z.string(), state: z.enum(['active', 'suspended']) })
    .nullable(),
  createdAt: instantText(),
  expiresAt: instantText(),
});
export type Invitation = z.output<typeof invitation>;

/** One-time links on their way: neither used, nor replaced, nor run out. Their codes are not kept. */
export const listInvitations = defineQuery({
  operation: 'invitations.list',
  summary: 'List one-time links that are still open',
  http: { method: 'GET', path: '/invitations' },
  list: true,
  input: z.object({ ...pageInput, q: searchText() }),
  output: pageOf(invitation),
  target: () => everything('identity'),
  async run({ db, input, reach }) {
    if (!reach.everywhere) return { items: [], nextCursor: null };
    const pattern = input.q && containsPattern(input.q);
    const rows = await db
      .select({
        link: setupLinks,
        person: identities,
        maker: { id: makers.id, name: makers.name, state: makers.state },
        hasPassword: subquery<boolean>(
          sql`exists (select 1 from ${passwords} where ${passwords.identityId} = ${identities.id})`,
        ),
      })
      .from(setupLinks)
      .innerJoin(identities, eq(identities.id, setupLinks.identityId))
      .leftJoin(makers, eq(makers.id, setupLinks.makerId))
      .where(
        and(
          isNull(setupLinks.usedAt),
          gt(setupLinks.expiresAt, sql`now()`),
          pattern
            ? or(ilike(identities.name, pattern), ilike(identities.email, pattern))
            : undefined,
          input.cursor ? lt(setupLinks.id, input.cursor) : undefined,
        ),
      )
      .orderBy(desc(setupLinks.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => row.link.id);
    return {
      ...page,
      items: page.items.map(({ link, person, maker, hasPassword }) => ({
        id: link.id,
        person: {
          ...{ id: person.id, name: person.name, email: person.email, state: person.state },
          hasPassword,
        },
        maker,
        createdAt: toInstantText(link.createdAt),
        expiresAt: toInstantText(link.expiresAt),
      })),
    };
  },
});
