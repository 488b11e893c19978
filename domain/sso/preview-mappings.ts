import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { groups, memberships } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { ssoAccounts } from '@/db/schema/sso';
import { isRefusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { unmapped } from './end-unmapped';
import { mappingsInput } from './provider-input';
import { loadProvider } from './provider-target';
import { namedGroups } from './set-mappings';

const MAX_SHOWN = 200;
const line = z.object({
  identity: z.object({ id: z.string(), name: z.string() }),
  group: z.object({ id: z.string(), name: z.string() }),
});

/** What other mappings would change, going by what everybody's last sign-in said of their groups. */
export const previewMappings = defineQuery({
  operation: 'ssoProviders.previewMappings',
  summary: 'Preview what other mappings would change',
  http: { method: 'POST', path: '/sso-providers/{provider}/mappings/preview' },
  input: z.object({ provider: z.string().max(100), mappings: mappingsInput() }),
  output: z.object({
    /** At their next sign-in. */
    joins: z.array(line),
    joining: z.number(),
    /** With their tokens, at once. */
    ends: z.array(line),
    ending: z.number(),
    /** People of whose groups nothing is known yet. */
    unknown: z.number(),
  }),
  target: ({ db, input }) => loadProvider(db, input.provider),
  async run({ db, input, target: { row } }) {
    const wanted = await namedGroups(db, input.mappings);
    if (isRefusal(wanted)) return wanted;
    const accounts = await db
      .select({ identityId: identities.id, name: identities.name, sent: ssoAccounts.groups })
      .from(ssoAccounts)
      .innerJoin(identities, eq(identities.id, ssoAccounts.identityId))
      .where(eq(ssoAccounts.issuer, row.issuer))
      .orderBy(identities.name, identities.id);
    const present = await db
      .select({ groupId: memberships.groupId, identityId: memberships.identityId })
      .from(memberships)
      .where(inArray(memberships.groupId, ['', ...wanted.map(({ groupId }) => groupId)]));
    const are = new Set(present.map(({ groupId, identityId }) => `${groupId} ${identityId}`));
    const joins = accounts.flatMap(({ identityId, name, sent }) => {
      const ids = new Set((sent as { ids: string[] } | null)?.ids ?? []);
      const to = wanted.filter((one) => ids.has(one.externalGroup)).map((one) => one.groupId);
      return [...new Set(to)]
        .filter((groupId) => !are.has(`${groupId} ${identityId}`))
        .map((groupId) => ({ groupId, identityId, name }));
    });
    const ends = await unmapped(db, row, wanted);
    const named = await db
      .select({ id: groups.id, name: groups.name })
      .from(groups)
      .where(inArray(groups.id, ['', ...[...joins, ...ends].map(({ groupId }) => groupId)]));
    const nameOf = new Map(named.map(({ id, name }) => [id, name]));
    const shown = (all: typeof ends) =>
      all.slice(0, MAX_SHOWN).map(({ groupId, identityId, name }) => ({
        identity: { id: identityId, name },
        group: { id: groupId, name: nameOf.get(groupId) ?? '' },
      }));
    return {
      ...{ joins: shown(joins), joining: joins.length, ends: shown(ends), ending: ends.length },
      unknown: accounts.filter(({ sent }) => sent === null).length,
    };
  },
});
