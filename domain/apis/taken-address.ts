import { and, arrayOverlaps, ne } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis } from '@/db/schema/apis';
import { invalid, type Refusal } from '@/domain/base/refusal';
import { compileBasePath, overlap } from '@/domain/routing/base-path';

/** Two APIs at one host and base path would make every request ambiguous. */
export async function refuseTakenAddress(
  db: Queryable,
  ownId: string | null,
  hosts: string[],
  basePaths: readonly string[],
): Promise<Refusal | null> {
  if (hosts.length === 0) return null;
  const others = await db
    .select({
      slug: apis.slug,
      hosts: apis.hosts,
      basePath: apis.basePath,
      otherBasePaths: apis.otherBasePaths,
    })
    .from(apis)
    .where(and(arrayOverlaps(apis.hosts, hosts), ownId === null ? undefined : ne(apis.id, ownId)));
  for (const other of others) {
    const theirs = [other.basePath, ...other.otherBasePaths];
    const taken = basePaths.find((path) => theirs.some((their) => isSamePlace(path, their)));
    if (taken === undefined) continue;
    const shared = hosts.find((host) => other.hosts.includes(host));
    return invalid('hosts', `${shared}${taken} already belongs to the API ${other.slug}.`);
  }
  return null;
}

const isSamePlace = (one: string, other: string): boolean =>
  overlap(compileBasePath(one), compileBasePath(other)) === 'same place';
