import { and, eq, isNotNull } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { operations } from '@/db/schema/apis';
import { invalid, type Refusal } from '@/domain/base/refusal';
import { foldPiece } from '@/domain/routing/fold-segment';
import { normalisePathTemplate } from '@/domain/routing/path-template';

/** Two templates that differ by a trailing slash alone say that it makes a difference. */
export async function refuseSlashPairs(db: Queryable, apiId: string): Promise<Refusal | null> {
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
