import { and, desc, eq, isNull, lt } from 'drizzle-orm';
import { z } from 'zod';
import { notices } from '@/db/schema/notices';
import { reachOf } from '@/domain/authority/reach';
import { withLast4 } from '@/domain/authority/with-last4';
import { pageInput, pageOf } from '@/domain/base/input';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { toPage } from '@/domain/base/page';
import { defineQuery } from '@/domain/commands/define';
import { wordsOf } from '@/domain/notices/words';

export const noticeViewSchema = z.object({
  id: z.string(),
  kind: z.string(),
  about: z.object({
    ...{ type: z.string(), id: z.string(), name: z.string() },
    /** Of the secret of a token that whoever reads this may see. */
    last4: z.string().optional(),
  }),
  title: z.string(),
  text: z.string(),
  tone: z.enum(['info', 'warn', 'danger']),
  /** The page about it, under the dashboard's address. */
  path: z.string(),
  at: instantText(),
  readAt: instantText().nullable(),
});

/** What whoever asks was told, newest first. */
export const listNotices = defineQuery({
  operation: 'notices.list',
  summary: 'List what you were told',
  http: { method: 'GET', path: '/notices' },
  isOpen: true,
  input: z.object({ ...pageInput, unread: z.enum(['true']).optional() }),
  output: pageOf(noticeViewSchema).extend({ unread: z.number() }),
  target: ({ actor }) => ({
    type: 'identity',
    id: actor.id,
    name: actor.name,
    identityId: actor.id,
  }),
  async run({ db, actor, input }) {
    const own = eq(notices.identityId, actor.id);
    const unread = and(own, isNull(notices.readAt));
    const rows = await db
      .select()
      .from(notices)
      .where(
        and(input.unread ? unread : own, input.cursor ? lt(notices.id, input.cursor) : undefined),
      )
      .orderBy(desc(notices.id))
      .limit(input.limit + 1);
    const page = toPage(rows, input.limit, ({ id }) => id);
    const told = page.items.map((row) => ({
      ...{ id: row.id, kind: row.kind, facts: row.facts ?? {} },
      about: { type: row.aboutType, id: row.aboutId, name: row.aboutName },
      ...{ at: toInstantText(row.createdAt), readAt: toInstantTextOrNull(row.readAt) },
    }));
    const named = await withLast4(db, reachOf(actor, 'tokens.get'), told);
    return {
      ...page,
      items: named.map(({ facts, ...notice }) => ({ ...notice, ...wordsOf({ ...notice, facts }) })),
      unread: await db.$count(notices, unread),
    };
  },
});
