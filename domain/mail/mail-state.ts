import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { mailState } from '@/db/schema/mail';
import type { MailSettings } from '@/domain/jobs/define';
import { serverOf } from './send-mail';

type Changes = Partial<typeof mailState.$inferInsert>;

/** Keeps what the worker's variables say of mail, and what became of sending it. */
export async function noteMail(
  db: Database,
  mail: MailSettings | null,
  changes: Changes | Record<string, unknown> = {},
): Promise<void> {
  const set = {
    isConfigured: mail !== null,
    server: mail && serverOf(mail),
    sender: mail?.from ?? null,
    checkedAt: sql`clock_timestamp()`,
    ...changes,
  };
  await db
    .insert(mailState)
    .values({ id: 1, ...set } as typeof mailState.$inferInsert)
    .onConflictDoUpdate({ target: mailState.id, set });
}
