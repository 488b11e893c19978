import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { identities } from '@/db/schema/identities';
import { mailState } from '@/db/schema/mail';
import { reachesNobody } from '@/domain/base/email';
import { newId } from '@/domain/base/ids';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { defineJob } from '@/domain/jobs/define';
import { enqueue } from '@/domain/jobs/enqueue';
import { composeTest } from './compose-mail';
import { noteMail } from './mail-state';
import { openMailer } from './send-mail';

/** Sends a test to whoever asked, by the worker's variables: those are what counts. */
export const sendTestMail = defineJob({
  name: 'mail-test',
  summary: 'Sends a test mail',
  input: z.strictObject({ test: z.string().max(40) }),
  // Whoever waits for it wants to know why, not to get three.
  retries: { limit: 1, delaySeconds: 2, maxDelaySeconds: 2 },
  records: [],
  async run({ db, input, settings: { mail, keywardUrl } }) {
    const [state] = await db.select().from(mailState);
    if (state?.testId !== input.test || state.testOutcome !== 'waiting') return 0;
    if (mail === null || state.testTo === null) {
      const testError = 'The worker has no SMTP_URL.';
      await noteMail(db, mail, { testOutcome: 'failed', testError });
      return 1;
    }
    const mailer = openMailer(mail);
    const sent = await mailer.send(state.testTo, input.test, composeTest(keywardUrl));
    mailer.close();
    await noteMail(
      db,
      mail,
      sent.ok
        ? { testOutcome: 'sent', testError: null, sentAt: sql`clock_timestamp()`, error: null }
        : { testOutcome: 'failed', testError: sent.error },
    );
    return 1;
  },
});

/** Has a test mail sent to oneself. */
export const testMail = defineCommand({
  operation: 'mail.test',
  summary: 'Send a test mail to yourself',
  http: { method: 'POST', path: '/mail/test', status: 202 },
  input: z.object({}),
  output: z.object({ test: z.string(), to: z.string() }),
  target: () => everything('system'),
  async run({ tx, actor }) {
    const [self] = await tx.select().from(identities).where(eq(identities.id, actor.id));
    if (!self?.email || reachesNobody(self.email)) {
      return refuse(
        'conflict',
        'no_email',
        `${actor.name} has no email address to send a test to.`,
      );
    }
    const test = newId('request');
    const set = {
      ...{ testId: test, testTo: self.email, testError: null },
      ...{ testAt: sql`clock_timestamp()`, testOutcome: 'waiting' as const },
    };
    await tx
      .insert(mailState)
      .values({ id: 1, isConfigured: false, checkedAt: sql`clock_timestamp()`, ...set })
      .onConflictDoUpdate({ target: mailState.id, set });
    return {
      value: { test, to: self.email },
      audit: { after: { to: self.id }, affects: [] },
    };
  },
  async after({ tx, value }) {
    await enqueue(tx, sendTestMail, { test: value.test }, { key: 'test' });
  },
});
