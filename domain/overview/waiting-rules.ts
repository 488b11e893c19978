import { and, asc, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { trustRules } from '@/db/schema/workloads';
import { provisionsAdministrators } from '@/domain/authority/provisions-administrators';
import type { Reach } from '@/domain/authority/reach';
import { approvesServiceTokensNow } from '@/domain/policy/policy-sql';

const SHOWN = 5;

export interface WaitingRules {
  readonly count: number;
  /** The first few, oldest first. */
  readonly rules: { id: string; name: string; identity: string; group: string }[];
}

/** Trust rules within reach that give no token until a second person approves them. */
export async function findWaitingRules(db: Queryable, reach: Reach): Promise<WaitingRules> {
  const rows = await db
    .select({
      ...{ id: trustRules.id, name: trustRules.name },
      ...{ identity: identities.name, group: groups.slug },
    })
    .from(trustRules)
    .innerJoin(identities, eq(identities.id, trustRules.identityId))
    .innerJoin(groups, eq(groups.id, trustRules.groupId))
    .where(
      and(
        isNull(trustRules.approvedAt),
        or(approvesServiceTokensNow, provisionsAdministrators(trustRules.identityId)),
        reach.everywhere ? undefined : inArray(trustRules.groupId, [...reach.groupIds, '']),
      ),
    )
    .orderBy(asc(trustRules.id));
  return { count: rows.length, rules: rows.slice(0, SHOWN) };
}
