import { desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups, memberships } from '@/db/schema/groups';
import { identities, setupLinks } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { reference } from '@/domain/base/input';
import { instantText, toInstantText } from '@/domain/base/instant';
import { defineQuery } from '@/domain/commands/define';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { linksMadeBy, membershipsMadeBy, tokensMadeBy } from './made-for-others';

const MOST = 500;
const named = z.object({ id: z.string(), name: z.string() });
const group = z.object({ id: z.string(), slug: z.string(), name: z.string() });

/** What somebody made for others and that still lives, the newest 500 of each: it outlives its maker. */
export const listMade = defineQuery({
  operation: 'identities.listMade',
  summary: 'List what a person or service account made for others',
  http: { method: 'GET', path: '/identities/{identity}/made' },
  input: z.object({ identity: reference() }),
  output: z.object({
    tokens: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        kind: z.enum(['personal', 'service']),
        identity: named,
        group,
        createdAt: instantText(),
        expiresAt: instantText(),
      }),
    ),
    /** They stop working with the rights of their maker. */
    links: z.array(z.object({ id: z.string(), person: named, expiresAt: instantText() })),
    memberships: z.array(
      z.object({
        identity: named,
        group,
        role: z.enum(['member', 'lead']),
        addedAt: instantText(),
      }),
    ),
  }),
  target: ({ db, input }) => loadIdentityTarget(db, input.identity, false),
  async run({ db, target }) {
    const identity = { id: identities.id, name: identities.name };
    const inGroup = { id: groups.id, slug: groups.slug, name: groups.name };
    const madeTokens = await db
      .select({ token: tokens, identity, group: inGroup })
      .from(tokens)
      .innerJoin(identities, eq(identities.id, tokens.identityId))
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .where(tokensMadeBy(target.id))
      .orderBy(desc(tokens.createdAt))
      .limit(MOST);
    const links = await db
      .select({ link: setupLinks, person: identity })
      .from(setupLinks)
      .innerJoin(identities, eq(identities.id, setupLinks.identityId))
      .where(linksMadeBy(target.id))
      .orderBy(desc(setupLinks.createdAt))
      .limit(MOST);
    const added = await db
      .select({ membership: memberships, identity, group: inGroup })
      .from(memberships)
      .innerJoin(identities, eq(identities.id, memberships.identityId))
      .innerJoin(groups, eq(groups.id, memberships.groupId))
      .where(membershipsMadeBy(target.id))
      .orderBy(desc(memberships.createdAt))
      .limit(MOST);
    return {
      tokens: madeTokens.map(({ token, ...rest }) => ({
        id: token.id,
        name: token.name,
        kind: token.kind,
        createdAt: toInstantText(token.createdAt),
        expiresAt: toInstantText(token.expiresAt),
        ...rest,
      })),
      links: links.map(({ link, person }) => ({
        id: link.id,
        person,
        expiresAt: toInstantText(link.expiresAt),
      })),
      memberships: added.map(({ membership, ...rest }) => ({
        role: membership.role,
        addedAt: toInstantText(membership.createdAt),
        ...rest,
      })),
    };
  },
});
