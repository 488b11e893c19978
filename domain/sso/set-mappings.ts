import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { ssoMappings } from '@/db/schema/sso';
import { newId } from '@/domain/base/ids';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { refuseHandingOut } from '@/domain/groups/refuse-handing-out';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { endUnmapped, unmapped } from './end-unmapped';
import { type MappingsInput, mappingsInput } from './provider-input';
import { loadProvider } from './provider-target';
import { providerViewSchema, readProviderView } from './provider-view';

export type Mapping = Omit<MappingsInput[number], 'group'> & { readonly groupId: string };

/**
 * Sets all mappings of a provider in one save. Who gains by them gains at their next sign-in; what a
 * mapping gave that is gone ends at once, with its tokens.
 */
export const setMappings = defineCommand({
  operation: 'ssoProviders.setMappings',
  canWait: true,
  needsProof: true,
  summary: 'Set which groups of a provider lead to which groups',
  http: { method: 'PUT', path: '/sso-providers/{provider}/mappings' },
  input: z.object({ provider: z.string().max(100), mappings: mappingsInput() }),
  output: providerViewSchema.extend({ endedMemberships: z.number() }),
  target: ({ db, input }) => loadProvider(db, input.provider, 'update'),
  async run({ tx, actor, input, target: { row }, request }) {
    const wanted = await namedGroups(tx, input.mappings);
    if (isRefusal(wanted)) return wanted;
    const before = await tx.select().from(ssoMappings).where(eq(ssoMappings.providerId, row.id));
    const isNew = (one: Mapping) => !before.some((old) => line(old) === line(one));
    const added = wanted.filter(isNew).map(({ groupId }) => groupId);
    const refused = await refuseHandingOut(tx, actor, added);
    if (refused) return refused;
    await tx.delete(ssoMappings).where(eq(ssoMappings.providerId, row.id));
    if (wanted.length > 0) {
      await tx.insert(ssoMappings).values(
        wanted.map((one) => {
          const kept = before.find((old) => line(old) === line(one));
          return {
            ...{ id: kept?.id ?? newId('ssoMapping'), providerId: row.id, ...one },
            createdBy: kept?.createdBy ?? actor.id,
            createdByName: kept?.createdByName ?? actor.name,
          };
        }),
      );
    }
    const ended = await endUnmapped(tx, actor, request, await unmapped(tx, row, wanted));
    if (isRefusal(ended)) return ended;
    const { affects, endedMemberships, revokedTokens } = ended;
    return {
      value: {
        ...(await readProviderView(tx, row.id)),
        endedMemberships: endedMemberships.length,
      },
      audit: {
        before: { mappings: before.map(told) },
        after: { mappings: wanted.map(told), endedMemberships, revokedTokens },
        affects,
      },
    };
  },
});

const told = ({ externalGroup, groupId, role, endsAfterSeconds }: Mapping) => ({
  ...{ externalGroup, group: groupId, role, endsAfterSeconds },
});
const line = (mapping: Mapping) => JSON.stringify(told(mapping));

/** The mappings with the ids of their groups; refused where a group is unknown, or a pair comes twice. */
export async function namedGroups(
  db: Queryable,
  mappings: MappingsInput,
): Promise<Mapping[] | Refusal> {
  const named: Mapping[] = [];
  for (const [index, { group, ...rest }] of mappings.entries()) {
    const target = await loadGroupTarget(db, group);
    const path = `mappings.${index}`;
    if (isRefusal(target)) return invalid(`${path}.group`, `There is no group “${group}”.`);
    const twin = (one: Mapping) =>
      one.groupId === target.id && one.externalGroup === rest.externalGroup;
    if (named.some(twin)) {
      return invalid(`${path}.externalGroup`, `It leads to ${target.name} already.`);
    }
    named.push({ ...rest, groupId: target.id });
  }
  return named;
}
