import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { setupLinks } from '@/db/schema/identities';
import { refuse } from '@/domain/base/refusal';
import { hashSetupCode } from './setup-code';

/** Holds for the link with this code, unless it was used, replaced or has run out. */
export const linkUnused = (code: string) =>
  and(
    eq(setupLinks.secretSha256, hashSetupCode(code)),
    isNull(setupLinks.usedAt),
    gt(setupLinks.expiresAt, sql`now()`),
  );

export const refuseInvalidLink = () =>
  refuse(
    'not_found',
    'setup_link_invalid',
    'This setup link was used already or has expired. Ask for a new one.',
  );
