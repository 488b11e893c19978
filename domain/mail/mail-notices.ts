import { createHash } from 'node:crypto';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { notices } from '@/db/schema/notices';
import { rightsOfPerson } from '@/domain/actors/resolve-actor';
import { reachOfPerson } from '@/domain/authority/reach';
import { withLast4 } from '@/domain/authority/with-last4';
import { toInstantText } from '@/domain/base/instant';
import { defineJob } from '@/domain/jobs/define';
import { composeDigest } from './compose-mail';
import { noteMail } from './mail-state';
import { type MailSent, openMailer } from './send-mail';

/** How long a notice waits for others before the first mail, and between two mails to one person. */
const GATHER_SECONDS = 60;
const PAUSE_SECONDS = 900;
/** What could not be told for so long, or can't be mailed, is left to the dashboard. */
const STALE = sql`now() - interval '3 days'`;
const MAX_PEOPLE = 200;

/** Mails people what they were not told yet: one mail each, however much it is. */
export const mailNotices = defineJob({
  name: 'mail-notices',
  summary: 'Mails notices, several of one person together',
  input: z.strictObject({}),
  schedule: '* * * * *',
  records: [],
  async run({ db, settings: { mail, keywardUrl }, signal, progress }) {
    await giveUpUnsent(db);
    if (mail === null) {
      await noteMail(db, null);
      return 0;
    }
    await noteMail(db, mail);
    const due = await peopleDue(db);
    const mailer = openMailer(mail);
    let told = 0;
    let failure: string | undefined;
    try {
      for (const [index, person] of due.entries()) {
        signal.throwIfAborted();
        const waiting = await waitingFor(db, person.id);
        if (waiting.length === 0) continue;
        const ids = waiting.map(({ id }) => id);
        const digest = await withLast4(db, await reachOver(db, person.id), waiting.map(toTold));
        const id = createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 32);
        const sent = await mailer.send(
          person.email,
          id,
          composeDigest(person.name, digest, keywardUrl),
        );
        await noteSent(db, ids, sent);
        if (sent.ok) told += ids.length;
        else failure = sent.error;
        await progress(index + 1, due.length);
      }
    } finally {
      mailer.close();
    }
    if (told > 0) await noteMail(db, mail, { sentAt: sql`clock_timestamp()` });
    if (failure !== undefined) {
      await noteMail(db, mail, { failedAt: sql`clock_timestamp()`, error: failure });
    } else if (told > 0) {
      await noteMail(db, mail, { error: null });
    }
    return told;
  },
});

const toTold = (row: typeof notices.$inferSelect) => ({
  ...{ kind: row.kind, facts: row.facts ?? {}, at: toInstantText(row.createdAt) },
  about: { type: row.aboutType, id: row.aboutId, name: row.aboutName },
});

/** The tokens that somebody may see from anywhere: where a mail is read, nobody knows. */
const reachOver = async (db: Database, id: string) =>
  reachOfPerson({ id, ...(await rightsOfPerson(db, id, null)) }, 'tokens.get');

const isUntold = sql`${notices.mail} = 'waiting' and ${notices.readAt} is null and ${notices.createdAt} > ${STALE}`;

/** Active people with something to tell that has waited long enough, and no mail a moment ago. */
async function peopleDue(db: Database) {
  const found = await db
    .select({ id: identities.id, name: identities.name, email: identities.email })
    .from(identities)
    .where(
      and(
        eq(identities.state, 'active'),
        sql`exists (select from ${notices} where ${notices.identityId} = ${identities.id} and ${isUntold}
          and ${notices.createdAt} <= now() - make_interval(secs => ${GATHER_SECONDS}))`,
        sql`not exists (select from ${notices} where ${notices.identityId} = ${identities.id}
          and ${notices.mailedAt} > now() - make_interval(secs => ${PAUSE_SECONDS}))`,
      ),
    )
    .orderBy(asc(identities.id))
    .limit(MAX_PEOPLE);
  return found.flatMap(({ email, ...person }) => (email === null ? [] : [{ ...person, email }]));
}

const waitingFor = (db: Database, identityId: string) =>
  db
    .select()
    .from(notices)
    .where(and(eq(notices.identityId, identityId), isUntold))
    .orderBy(asc(notices.createdAt), asc(notices.id));

async function noteSent(db: Database, ids: readonly string[], sent: MailSent): Promise<void> {
  const outcome = sent.ok
    ? // One instant for all of them: by it they are known as one mail.
      { mail: 'sent' as const, mailedAt: sql`now()`, mailError: null }
    : { mail: sent.isFinal ? ('given_up' as const) : ('waiting' as const), mailError: sent.error };
  await db
    .update(notices)
    .set({ ...outcome, mailAttempts: sql`${notices.mailAttempts} + 1` })
    .where(inArray(notices.id, [...ids]));
}

/** Of whom `reachesNobody` holds. */
const hasNoAddress = sql`exists (select from ${identities}
  where ${identities.id} = ${notices.identityId} and ${identities.email} ~* '[@.]invalid$')`;

async function giveUpUnsent(db: Database): Promise<void> {
  await db
    .update(notices)
    .set({ mail: 'given_up' })
    .where(
      sql`${notices.mail} = 'waiting' and (${notices.createdAt} <= ${STALE}
        or ${notices.readAt} is not null or ${hasNoAddress})`,
    );
}
