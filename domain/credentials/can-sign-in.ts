import { type Column, type SQL, sql } from 'drizzle-orm';
import { passwords } from '@/db/schema/identities';

/**
 * Holds for people who have a way to sign in, `identityId` being the column with their id. A password
 * is the only way there is; another one (single sign-on) joins here and nowhere else.
 */
export const canSignIn = (identityId: Column): SQL =>
  sql`exists (select 1 from ${passwords} where ${passwords.identityId} = ${identityId})`;
