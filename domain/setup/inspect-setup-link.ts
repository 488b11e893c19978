import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { identities, setupLinks } from '@/db/schema/identities';
import { defineQuery, everything } from '@/domain/kernel/define';
import { refuse } from '@/domain/kernel/refusal';
import { administratorExists } from './administrator';
import { hashSetupCode } from './setup-code';

/** Says whom a one-time link is for, to whoever holds it, without using it up. */
export const inspectSetupLink = defineQuery({
  operation: 'setup.inspect',
  summary: 'Tell whom a one-time setup link is for',
  input: z.object({ code: z.string().min(1).max(200) }),
  output: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('first-administrator') }),
    z.object({ kind: z.literal('person'), name: z.string(), email: z.string() }),
  ]),
  target: () => everything('system'),
  async run({ db, input }) {
    const [link] = await db
      .select({ identityId: setupLinks.identityId, person: identities })
      .from(setupLinks)
      .leftJoin(identities, eq(identities.id, setupLinks.identityId))
      .where(
        and(
          eq(setupLinks.secretSha256, hashSetupCode(input.code)),
          isNull(setupLinks.usedAt),
          gt(setupLinks.expiresAt, sql`now()`),
        ),
      );
    if (!link) {
      return refuse(
        'not_found',
        'setup_link_invalid',
        'This setup link was used already or has expired. Ask for a new one.',
      );
    }
    if (link.identityId !== null) {
      if (!link.person?.email) {
        throw new Error(`the setup link of ${link.identityId} belongs to nobody`);
      }
      return { kind: 'person' as const, name: link.person.name, email: link.person.email };
    }
    if (await administratorExists(db)) {
      return refuse('conflict', 'administrator_exists', 'There is an administrator already.');
    }
    return { kind: 'first-administrator' as const };
  },
});
