import { z } from 'zod';
import { rolesOf } from '@/domain/base/actor';
import { defineQuery } from '@/domain/commands/define';

/** The caller itself: open to every living token and session. */
export const whoAmI = defineQuery({
  operation: 'access.whoAmI',
  summary: 'Who the caller is and what it may do here',
  http: { method: 'GET', path: '/whoami' },
  input: z.object({}),
  isOpen: true,
  output: z.object({
    identity: z.object({ id: z.string(), type: z.string(), name: z.string() }),
    via: z.object({ type: z.string(), id: z.string().nullable() }),
    group: z.object({ id: z.string(), slug: z.string() }).nullable(),
    operations: z.array(z.string()),
    leads: z.array(z.string()),
  }),
  target: ({ actor }) => ({
    type: 'system' as const,
    id: actor.id,
    name: actor.name,
    identityId: actor.id,
  }),
  async run({ actor }) {
    return {
      identity: { id: actor.id, type: actor.type, name: actor.name },
      via: actor.via,
      group: actor.group,
      operations: [...actor.grants.keys()].sort(),
      leads: [...rolesOf(actor).leadOf.values()].map((group) => group.slug).sort(),
    };
  },
});
