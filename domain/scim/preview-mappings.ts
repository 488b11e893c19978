import { z } from 'zod';
import { isRefusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { eitherOf, ledBy, mappingsInput, namedGroups } from './mapping-input';
import { differenceIn } from './reconcile';
import { loadPushed, scimId } from './targets';

const MAX_SHOWN = 200;
const line = z.object({
  identity: z.object({ id: z.string(), name: z.string() }),
  group: z.object({ id: z.string(), name: z.string() }),
});

/** What other mappings of a pushed group would change at once. */
export const previewPushedMappings = defineQuery({
  operation: 'provisioning.previewMappings',
  summary: 'Preview where a pushed group would lead',
  http: { method: 'POST', path: '/provisioning/groups/{pushed}/mappings/preview' },
  input: z.object({ pushed: scimId(), mappings: mappingsInput() }),
  output: z.object({
    joins: z.array(line),
    joining: z.number(),
    /** With their tokens. */
    ends: z.array(line),
    ending: z.number(),
    /** Members already, by hand or by another source. */
    kept: z.number(),
  }),
  target: ({ db, input }) => loadPushed(db, input.pushed, false),
  async run({ db, input, target: { id, row } }) {
    const wanted = await namedGroups(db, input.mappings);
    if (isRefusal(wanted)) return wanted;
    const joins: z.output<typeof line>[] = [];
    const ends: z.output<typeof line>[] = [];
    let kept = 0;
    for (const group of eitherOf(await ledBy(db, id), wanted)) {
      const role = wanted.find((one) => one.group.id === group.id)?.role ?? null;
      const instead = { scimGroupId: id, role };
      const found = await differenceIn(db, row.clientId, group.id, instead);
      const shown = ({ id: identityId, name }: { id: string; name: string }) => ({
        identity: { id: identityId, name },
        group: { id: group.id, name: group.name },
      });
      joins.push(...found.joins.map(shown));
      ends.push(...found.ends.map(shown));
      kept += found.kept;
    }
    return {
      ...{ joins: joins.slice(0, MAX_SHOWN), joining: joins.length },
      ...{ ends: ends.slice(0, MAX_SHOWN), ending: ends.length, kept },
    };
  },
});
