import { and, eq, gt, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { memberships } from '@/db/schema/groups';
import { setupLinks } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';

/** Living tokens that somebody created and that act for another. */
export const tokensMadeBy = (identityId: string): SQL | undefined =>
  and(
    eq(tokens.createdBy, identityId),
    ne(tokens.identityId, identityId),
    ne(tokens.state, 'revoked'),
    gt(tokens.expiresAt, sql`now()`),
    or(isNull(tokens.retiresAt), gt(tokens.retiresAt, sql`now()`)),
  );

/** One-time links that somebody made and that are still on their way. */
export const linksMadeBy = (identityId: string): SQL | undefined =>
  and(
    eq(setupLinks.makerId, identityId),
    isNull(setupLinks.usedAt),
    gt(setupLinks.expiresAt, sql`now()`),
  );

/** Living memberships of others that somebody added. */
export const membershipsMadeBy = (identityId: string): SQL | undefined =>
  and(
    eq(memberships.addedBy, identityId),
    ne(memberships.identityId, identityId),
    or(isNull(memberships.expiresAt), gt(memberships.expiresAt, sql`now()`)),
  );
