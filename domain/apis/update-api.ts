import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { defineCommand } from '@/domain/kernel/define';
import { label, reference } from '@/domain/kernel/input';
import { refuse } from '@/domain/kernel/refusal';
import { basePath, hostList } from './address';
import { loadApiTarget } from './api-target';
import { apiViewSchema, readApiView } from './api-view';
import { refuseTakenAddress } from './taken-address';

/** Changes an API's name or where it is reached. */
export const updateApi = defineCommand({
  operation: 'apis.update',
  summary: 'Change an API’s name, hosts or base path',
  http: { method: 'PATCH', path: '/apis/{api}' },
  input: z.object({
    api: reference(),
    name: label().optional(),
    hosts: hostList().optional(),
    basePath: basePath().optional(),
  }),
  output: apiViewSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  async run({ tx, actor, input, target: { row } }) {
    if (row.builtIn) return refuse('conflict', 'built_in', 'The built-in API can’t be changed.');
    const { name = row.name, hosts = row.hosts, basePath: path = row.basePath } = input;
    const taken = await refuseTakenAddress(tx, row.id, hosts, path);
    if (taken) return taken;
    await tx.update(apis).set({ name, hosts, basePath: path }).where(eq(apis.id, row.id));
    return {
      value: await readApiView(tx, actor, row.id),
      audit: {
        before: { name: row.name, hosts: row.hosts, basePath: row.basePath },
        after: { name, hosts, basePath: path },
        affects: [row.id],
      },
    };
  },
});
