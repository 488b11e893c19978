import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { mailState } from '@/db/schema/mail';
import { notices } from '@/db/schema/notices';
import { instantText, toInstantTextOrNull } from '@/domain/base/instant';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';

/** Whether mail is set up, as the worker that sends it says, and how it gets on. */
export const getMail = defineQuery({
  operation: 'mail.get',
  summary: 'Say how mail stands',
  http: { method: 'GET', path: '/mail' },
  input: z.object({}),
  output: z.object({
    /** null: no worker has said so yet. */
    isConfigured: z.boolean().nullable(),
    server: z.string().nullable(),
    sender: z.string().nullable(),
    checkedAt: instantText().nullable(),
    sentAt: instantText().nullable(),
    /** The last failure since a mail was sent. */
    error: z.string().nullable(),
    failedAt: instantText().nullable(),
    waiting: z.number(),
    test: z
      .object({
        to: z.string(),
        at: instantText(),
        outcome: z.enum(['waiting', 'sent', 'failed']),
        error: z.string().nullable(),
      })
      .nullable(),
  }),
  target: () => everything('system'),
  async run({ db }) {
    const [state] = await db.select().from(mailState);
    const waiting = await db.$count(
      notices,
      sql`${notices.mail} = 'waiting' and ${notices.readAt} is null`,
    );
    const { testTo, testAt, testOutcome, testError } = state ?? {};
    return {
      isConfigured: state?.isConfigured ?? null,
      server: state?.server ?? null,
      sender: state?.sender ?? null,
      checkedAt: toInstantTextOrNull(state?.checkedAt ?? null),
      sentAt: toInstantTextOrNull(state?.sentAt ?? null),
      error: state?.error ?? null,
      failedAt: state?.error ? toInstantTextOrNull(state.failedAt) : null,
      waiting,
      test:
        testTo && testAt && testOutcome
          ? { to: testTo, at: testAt.toISOString(), outcome: testOutcome, error: testError ?? null }
          : null,
    };
  },
});
