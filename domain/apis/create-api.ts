import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { defineCommand, everything } from '@/domain/kernel/define';
import { newId } from '@/domain/kernel/ids';
import { label, slug } from '@/domain/kernel/input';
import { basePath, hostList } from './address';
import { apiViewSchema, readApiView } from './api-view';
import { refuseTakenAddress } from './taken-address';

/** Adds a service to protect; it has no operations until they are imported or typed in. */
export const createApi = defineCommand({
  operation: 'apis.create',
  summary: 'Create an API',
  http: { method: 'POST', path: '/apis', status: 201 },
  input: z.object({
    slug: slug(),
    name: label(),
    hosts: hostList().default([]),
    basePath: basePath().default('/'),
  }),
  output: apiViewSchema,
  conflicts: { apis_slug_unique: { path: 'slug', message: 'An API with this slug exists.' } },
  target: () => everything('api'),
  async run({ tx, actor, input }) {
    const taken = await refuseTakenAddress(tx, null, input.hosts, input.basePath);
    if (taken) return taken;
    const id = newId('api');
    await tx.insert(apis).values({ id, ...input });
    return {
      value: await readApiView(tx, actor, id),
      audit: { target: { type: 'api', id, name: input.name }, after: { ...input }, affects: [id] },
    };
  },
});
