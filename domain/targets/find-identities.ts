import { inArray, or } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { identities } from '@/db/schema/identities';
import { mailboxOf } from '@/domain/base/email';
import { emailForms, hasEmail } from './email-forms';
import type { IdentityRow } from './find-identity';

/**
 * Finds many people and service accounts in one question.
 * @param references ids, emails as mail programs copy them, and slugs
 * @returns by the reference as it was given; what names nobody is missing
 */
export async function findIdentities(
  db: Queryable,
  references: readonly string[],
): Promise<Map<string, IdentityRow>> {
  const wanted = [...new Set(references.map(normal)), ''];
  const emails = wanted.filter((text) => text.includes('@'));
  const rows = await db
    .select()
    .from(identities)
    .where(
      or(
        inArray(identities.id, wanted),
        inArray(identities.slug, wanted),
        emails.length > 0 ? hasEmail(...emails) : undefined,
      ),
    );
  const byName = new Map(
    rows.flatMap((row) =>
      [row.id, row.slug, ...emailForms(row.email ?? '')].flatMap((name) =>
        name ? [[normal(name), row] as const] : [],
      ),
    ),
  );
  return new Map(
    references.flatMap((reference) => {
      const row = byName.get(normal(reference));
      return row ? [[reference, row] as const] : [];
    }),
  );
}

const normal = (text: string) => mailboxOf(text).toLowerCase();
