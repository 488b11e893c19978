import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { instantText, toInstantText } from '@/domain/base/instant';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readClockMs } from '@/domain/decision/clock';
import { matchingInput, matchingTokens } from './matching';

const SHOWN = 50;

/** Which living tokens a filter means: what `tokens.revokeMatching` would revoke. */
export const previewMatching = defineQuery({
  operation: 'tokens.previewMatching',
  summary: 'Count the tokens that somebody made, or that were used from somewhere',
  http: { method: 'GET', path: '/tokens/matching' },
  input: z.object(matchingInput),
  output: z.object({
    count: z.number(),
    /** When they were counted: `seenAt` of the command. */
    at: instantText(),
    /** The first 50 by name. */
    tokens: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        last4: z.string(),
        identity: z.object({ id: z.string(), name: z.string() }),
        group: z.object({ slug: z.string(), name: z.string() }),
      }),
    ),
  }),
  target: () => everything('system'),
  async run({ db, input }) {
    const meant = await matchingTokens(db, input);
    if (isRefusal(meant)) return meant;
    const at = toInstantText(new Date(await readClockMs(db)));
    const found = await db
      .select({
        ...{ id: tokens.id, name: tokens.name, last4: tokens.last4 },
        identity: { id: identities.id, name: identities.name },
        group: { slug: groups.slug, name: groups.name },
      })
      .from(tokens)
      .innerJoin(identities, eq(identities.id, tokens.identityId))
      .innerJoin(groups, eq(groups.id, tokens.groupId))
      .where(meant)
      .orderBy(asc(tokens.name), asc(tokens.id))
      .limit(SHOWN);
    return { count: await db.$count(tokens, meant), at, tokens: found };
  },
});
