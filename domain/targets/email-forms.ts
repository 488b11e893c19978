import { domainToASCII, domainToUnicode } from 'node:url';
import { and, inArray, ne, type SQL, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { mailboxOf } from '@/domain/base/email';
import { type Refusal, refuse } from '@/domain/base/refusal';

export const EMAIL_TAKEN = { path: 'email', message: 'A person with this email exists.' } as const;

/**
 * The spellings of one address: as it is, and with its domain in the letters of its script or in the
 * ASCII that some browsers make of it (RFC 5891, 4.4). Case is for Postgres to compare.
 */
export function emailForms(text: string): string[] {
  const email = mailboxOf(text);
  const at = email.lastIndexOf('@') + 1;
  const [local, domain] = [email.slice(0, at), email.slice(at)];
  const domains = [domain, domainToASCII(domain), domainToUnicode(domain)].filter(Boolean);
  return [...new Set(domains.map((each) => local + each))];
}

/** Holds for the people with one of these emails, however it is spelt. */
export const hasEmail = (...emails: string[]): SQL =>
  inArray(
    sql`lower(${identities.email})`,
    emails.flatMap(emailForms).map((form) => sql`lower(${form})`),
  );

/** Refuses an email that somebody (other than `exceptId`) has in another spelling. */
export async function refuseTakenEmail(
  db: Queryable,
  email: string,
  exceptId = '',
): Promise<Refusal | null> {
  const taken = await db.$count(identities, and(hasEmail(email), ne(identities.id, exceptId)));
  return taken === 0
    ? null
    : refuse('conflict', 'already_exists', EMAIL_TAKEN.message, [EMAIL_TAKEN]);
}
