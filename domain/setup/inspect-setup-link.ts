import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { identities, setupLinks } from '@/db/schema/identities';
import { refuse } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { administratorExists } from './administrator';
import { refuseLinkOfMaker } from './link-maker';
import { linkUnused, refuseInvalidLink } from './usable-link';

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
    const [found] = await db
      .select({ link: setupLinks, person: identities })
      .from(setupLinks)
      .leftJoin(identities, eq(identities.id, setupLinks.identityId))
      .where(linkUnused(input.code));
    if (!found) return refuseInvalidLink();
    const { link, person } = found;
    if (link.identityId !== null) {
      if (!person?.email) throw new Error(`the setup link of ${link.identityId} belongs to nobody`);
      const refusal = await refuseLinkOfMaker(db, link, person);
      return refusal ?? { kind: 'person' as const, name: person.name, email: person.email };
    }
    if (await administratorExists(db)) {
      return refuse('conflict', 'administrator_exists', 'There is an administrator already.');
    }
    return { kind: 'first-administrator' as const };
  },
});
