import { and, arrayOverlaps, eq, ne } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { apis } from '@/db/schema/apis';
import { invalid, type Refusal } from '@/domain/kernel/refusal';

/** Two APIs at one host and base path would make every request ambiguous. */
export async function refuseTakenAddress(
  db: Queryable,
  ownId: string | null,
  hosts: string[],
  basePath: string,
): Promise<Refusal | null> {
  if (hosts.length === 0) return null;
  const [other] = await db
    .select({ slug: apis.slug, hosts: apis.hosts })
    .from(apis)
    .where(
      and(
        arrayOverlaps(apis.hosts, hosts),
        eq(apis.basePath, basePath),
        ownId === null ? undefined : ne(apis.id, ownId),
      ),
    )
    .limit(1);
  if (!other) return null;
  const shared = hosts.find((host) => other.hosts.includes(host));
  return invalid('hosts', `${shared}${basePath} already belongs to the API ${other.slug}.`);
}
