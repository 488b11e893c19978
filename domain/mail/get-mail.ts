import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { mailState } from '@/db/schema/mail';
import { notices } from '@/db/schema/notices';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';

const MAX_LATEST = 10;

const latestMail = z.object({
  to: z.object({ id: z.string(), name: z.string() }),
  /** How many notices were in it. */
  notices: z.number(),
  /** `waiting`: it did not arrive yet and is tried again. */
  outcome: z.enum(['sent', 'given_up', 'waiting']),
  /** When it was sent; where it was not, when the newest of its notices was written. */
  at: instantText(),
  error: z.string().nullable(),
});
export type LatestMail = z.output<typeof latestMail>;

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
    /** The newest mails with notices, of 30 days: sent, or tried in vain. */
    latest: z.array(latestMail),
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
      latest: await latestMails(db),
      test:
        testTo && testAt && testOutcome
          ? { to: testTo, at: testAt.toISOString(), outcome: testOutcome, error: testError ?? null }
          : null,
    };
  },
});

async function latestMails(db: Queryable): Promise<LatestMail[]> {
  const at = sql<Date>`coalesce(date_trunc('second', max(${notices.mailedAt})), max(${notices.createdAt}))`;
  const found = await db
    .select({
      ...{ id: identities.id, name: identities.name },
      ...{ outcome: notices.mail, error: notices.mailError },
      count: sql<number>`count(*)::int`,
      at: at.mapWith(notices.createdAt),
    })
    .from(notices)
    .innerJoin(identities, eq(identities.id, notices.identityId))
    .where(and(gt(notices.mailAttempts, 0), gt(notices.createdAt, sql`now() - interval '30 days'`)))
    .groupBy(
      ...[identities.id, identities.name, notices.mail, notices.mailError],
      sql`date_trunc('second', ${notices.mailedAt})`,
    )
    .orderBy(desc(at), identities.id)
    .limit(MAX_LATEST);
  return found.map(({ id, name, outcome, error, count, at }) => ({
    ...{ to: { id, name }, notices: count, outcome, at: toInstantText(at), error },
  }));
}
