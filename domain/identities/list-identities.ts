import { and, desc, eq, ilike, inArray, lt, or } from 'drizzle-orm';
import { z } from 'zod';
import { groups, memberships, serviceOwners } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { isKnownGroup } from '@/domain/authority/known-groups';
import { pageInput, pageOf, reference, searchText } from '@/domain/base/input';
import { containsPattern } from '@/domain/base/like';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { identityViewSchema, selectIdentities, toIdentityView } from './identity-view';

/** People and service accounts, newest first. Leads see those of the groups they lead. */
export const listIdentities = defineQuery({
  operation: 'identities.list',
  summary: 'List people and service accounts',
  http: { method: 'GET', path: '/identities' },
  list: true,
  input: z.object({
    ...pageInput,
    q: searchText(),
    type: z.enum(['person', 'service']).optional(),
    state: z.enum(['active', 'suspended']).optional(),
    /** In any of these groups, by id or slug; one out of reach has nobody in it. */
    group: z.union([reference(), z.array(reference()).max(50)]).optional(),
  }),
  output: pageOf(identityViewSchema).extend({ total: z.number() }),
  target: () => everything('identity'),
  async run({ db, actor, input, reach }) {
    const pattern = input.q && containsPattern(input.q);
    const membersOf = (groupIds: readonly string[]) =>
      inArray(
        identities.id,
        db
          .select({ id: memberships.identityId })
          .from(memberships)
          .where(inArray(memberships.groupId, [...groupIds, ''])),
      );
    const ownedBy = (groupIds: readonly string[]) =>
      inArray(
        identities.id,
        db
          .select({ id: serviceOwners.identityId })
          .from(serviceOwners)
          .where(inArray(serviceOwners.groupId, [...groupIds, ''])),
      );
    const inGroups = [input.group ?? []].flat();
    const matching = and(
      reach.everywhere ? undefined : or(membersOf(reach.groupIds), ownedBy(reach.groupIds)),
      input.type ? eq(identities.type, input.type) : undefined,
      input.state ? eq(identities.state, input.state) : undefined,
      pattern
        ? or(
            ilike(identities.name, pattern),
            ilike(identities.email, pattern),
            ilike(identities.slug, pattern),
          )
        : undefined,
      inGroups.length > 0
        ? inArray(
            identities.id,
            db
              .select({ id: memberships.identityId })
              .from(memberships)
              .innerJoin(groups, eq(groups.id, memberships.groupId))
              .where(
                and(
                  isKnownGroup(actor, groups.id),
                  or(inArray(groups.id, inGroups), inArray(groups.slug, inGroups)),
                ),
              ),
          )
        : undefined,
    );
    const rows = await selectIdentities(db, actor)
      .where(and(matching, input.cursor ? lt(identities.id, input.cursor) : undefined))
      .orderBy(desc(identities.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => row.identity.id);
    return {
      ...page,
      items: page.items.map(toIdentityView),
      total: await db.$count(identities, matching),
    };
  },
});
