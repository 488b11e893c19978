import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { z } from 'zod';
import { notices } from '@/db/schema/notices';
import { refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';

const noticeId = z
  .string()
  .regex(/^ntc_[0-7][0-9a-hjkmnp-tv-z]{25}$/, 'This is not the id of a notice.');

/** Says that one has read what one was told: it is no news any more, and is not mailed. */
export const markNoticesRead = defineCommand({
  operation: 'notices.markRead',
  summary: 'Mark notices as read',
  http: { method: 'POST', path: '/notices/read' },
  isOpen: true,
  input: z
    .object({
      notices: z.array(noticeId).min(1).max(200).optional(),
      /** This one and all before it. */
      upTo: noticeId.optional(),
    })
    .refine(({ notices: some, upTo }) => (some === undefined) !== (upTo === undefined), {
      error: 'Name notices, or the newest of those to mark.',
      path: ['notices'],
    }),
  output: z.object({ read: z.number() }),
  target: ({ actor }) => ({
    type: 'identity',
    id: actor.id,
    name: actor.name,
    identityId: actor.id,
  }),
  async run({ tx, actor, input }) {
    const chosen = input.notices
      ? inArray(notices.id, input.notices)
      : lte(notices.id, input.upTo ?? '');
    const { rowCount } = await tx
      .update(notices)
      .set({ readAt: sql`clock_timestamp()` })
      .where(and(eq(notices.identityId, actor.id), isNull(notices.readAt), chosen));
    if (!rowCount) return refuse('conflict', 'nothing_unread', 'None of these is unread.');
    return { value: { read: rowCount }, audit: { after: { read: rowCount }, affects: [] } };
  },
});
