import { and, eq, isNotNull } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations } from '@/db/schema/apis';
import { label, reference } from '@/domain/base/input';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { foldPiece } from '@/domain/routing/fold-segment';
import { normalisePathTemplate } from '@/domain/routing/path-template';
import { loadApiTarget } from '@/domain/targets/api-target';
import { basePath, basePathList, hostList, namedBasePaths } from './address';
import { apiRules } from './api-rules';
import { apiViewSchema, readApiView } from './api-view';
import { refuseTakenAddress } from './taken-address';

/** Changes an API's name or where it is reached. */
export const updateApi = defineCommand({
  operation: 'apis.update',
  summary: 'Change an API’s name or how it is reached',
  http: { method: 'PATCH', path: '/apis/{api}' },
  input: z.object({
    api: reference(),
    name: label().optional(),
    hosts: hostList().optional(),
    basePath: basePath().optional(),
    /** All base paths, in place of `basePath`. */
    basePaths: basePathList().optional(),
    /** Whether `/a/` is answered as `/a`, and the reverse. */
    ignoresTrailingSlash: z.boolean().optional(),
  }),
  output: apiViewSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api, true),
  refusal: apiRules.change,
  view: ({ target: { row } }) => row,
  async run({ tx, actor, input, target: { row } }) {
    const before = settingsOf(row);
    const basePaths = namedBasePaths(input) ?? before.basePaths;
    if (isRefusal(basePaths)) return basePaths;
    const { name, hosts, ignoresTrailingSlash } = { ...before, ...given(input) };
    const taken = await refuseTakenAddress(tx, row.id, hosts, basePaths);
    if (taken) return taken;
    if (ignoresTrailingSlash && !row.ignoresTrailingSlash) {
      const pair = await refuseSlashPairs(tx, row.id);
      if (pair) return pair;
    }
    const [path = '/', ...otherBasePaths] = basePaths;
    const settings = { name, hosts, basePath: path, otherBasePaths, ignoresTrailingSlash };
    await tx.update(apis).set(settings).where(eq(apis.id, row.id));
    return {
      value: await readApiView(tx, actor, row.id),
      audit: {
        before,
        after: { name, hosts, basePath: path, basePaths, ignoresTrailingSlash },
        affects: [row.id],
      },
    };
  },
});

const settingsOf = (row: typeof apis.$inferSelect) => ({
  name: row.name,
  hosts: row.hosts,
  basePath: row.basePath,
  basePaths: [row.basePath, ...row.otherBasePaths],
  ignoresTrailingSlash: row.ignoresTrailingSlash,
});

interface Changes {
  readonly name?: string | undefined;
  readonly hosts?: string[] | undefined;
  readonly ignoresTrailingSlash?: boolean | undefined;
}

const given = ({ name, hosts, ignoresTrailingSlash }: Changes) => ({
  ...(name !== undefined && { name }),
  ...(hosts !== undefined && { hosts }),
  ...(ignoresTrailingSlash !== undefined && { ignoresTrailingSlash }),
});

/** Two templates that differ by a trailing slash alone say that it makes a difference. */
async function refuseSlashPairs(db: Queryable, apiId: string): Promise<Refusal | null> {
  const rows = await db
    .select({ method: operations.method, pathTemplate: operations.pathTemplate })
    .from(operations)
    .where(and(eq(operations.apiId, apiId), isNotNull(operations.pathTemplate)));
  const seen = new Map<string, string>();
  for (const { method, pathTemplate } of rows) {
    if (method === null || pathTemplate === null) continue;
    const bare = pathTemplate.length > 1 ? pathTemplate.replace(/\/$/, '') : pathTemplate;
    const key = `${method} ${foldPiece(normalisePathTemplate(bare))}`;
    const other = seen.get(key);
    if (other !== undefined && other.endsWith('/') !== pathTemplate.endsWith('/')) {
      return invalid(
        'ignoresTrailingSlash',
        `${method} ${other} and ${pathTemplate} differ by a trailing slash alone: here it makes a difference.`,
      );
    }
    seen.set(key, pathTemplate);
  }
  return null;
}
