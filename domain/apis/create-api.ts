import { z } from 'zod';
import { apis } from '@/db/schema/apis';
import { newId } from '@/domain/base/ids';
import { label, slug } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineCommand } from '@/domain/commands/define';
import { basePath, basePathList, hostList, namedBasePaths } from './address';
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
    basePath: basePath().optional(),
    /** All base paths, in place of `basePath`. */
    basePaths: basePathList().optional(),
    ignoresTrailingSlash: z.boolean().default(false),
  }),
  output: apiViewSchema,
  conflicts: { apis_slug_unique: { path: 'slug', message: 'An API with this slug exists.' } },
  target: () => everything('api'),
  async run({ tx, actor, input }) {
    const { slug: ownSlug, name, hosts, ignoresTrailingSlash } = input;
    const basePaths = namedBasePaths(input) ?? ['/'];
    if (isRefusal(basePaths)) return basePaths;
    const taken = await refuseTakenAddress(tx, null, hosts, basePaths);
    if (taken) return taken;
    const id = newId('api');
    const [path = '/', ...otherBasePaths] = basePaths;
    const row = { slug: ownSlug, name, hosts, ignoresTrailingSlash };
    await tx.insert(apis).values({ id, ...row, basePath: path, otherBasePaths });
    return {
      value: await readApiView(tx, actor, id),
      audit: {
        target: { type: 'api', id, name },
        after: { ...row, basePath: path, basePaths },
        affects: [id],
      },
    };
  },
});
