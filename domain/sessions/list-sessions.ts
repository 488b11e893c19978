import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { identities, sessions } from '@/db/schema/identities';
import { pageInput, pageOf, reference } from '@/domain/base/input';
import { instantText, toInstantText } from '@/domain/base/instant';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';

/** Open sessions within reach, newest first. */
export const listSessions = defineQuery({
  operation: 'sessions.list',
  summary: 'List open sessions',
  http: { method: 'GET', path: '/sessions' },
  list: true,
  input: z.object({ ...pageInput, identity: reference().optional() }),
  output: pageOf(
    z.object({
      id: z.string(),
      identity: z.object({ id: z.string(), name: z.string() }),
      createdAt: instantText(),
      lastSeenAt: instantText(),
      expiresAt: instantText(),
      ip: z.string().nullable(),
      userAgent: z.string().nullable(),
      /** Its provider didn't say which groups they are in: what it gave before doesn't count in it. */
      withoutMappedGroups: z.boolean(),
    }),
  ),
  target: () => everything('session'),
  async run({ db, input, reach }) {
    const rows = await db
      .select({ session: sessions, identity: { id: identities.id, name: identities.name } })
      .from(sessions)
      .innerJoin(identities, eq(identities.id, sessions.identityId))
      .where(
        and(
          isNull(sessions.endedAt),
          gt(sessions.expiresAt, sql`now()`),
          reach.everywhere ? undefined : eq(sessions.identityId, reach.identityId ?? ''),
          input.identity ? eq(sessions.identityId, input.identity) : undefined,
          input.cursor ? lt(sessions.id, input.cursor) : undefined,
        ),
      )
      .orderBy(desc(sessions.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, (row) => row.session.id);
    return {
      ...page,
      items: page.items.map(({ session, identity }) => ({
        id: session.id,
        identity,
        createdAt: toInstantText(session.createdAt),
        lastSeenAt: toInstantText(session.lastSeenAt),
        expiresAt: toInstantText(session.expiresAt),
        ip: session.ip,
        userAgent: session.userAgent,
        withoutMappedGroups: session.withoutSsoGroups,
      })),
    };
  },
});
