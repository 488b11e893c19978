import { sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, operations, scopeOperations } from '@/db/schema/apis';
import { groupScopes } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { operationUses, tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { KEYWARD_API } from '@/domain/base/built-ins';
import { instantText } from '@/domain/base/instant';
import { EVIDENCE_DAYS } from './review-facts';

/** What speaks for a membership, or against it. */
export const evidenceSchema = z.object({
  at: instantText(),
  /** When a token of theirs was last used in the group, or they changed something in Keyward by it. */
  lastUsedAt: instantText().nullable(),
  /** How many operations the group grants. */
  granted: z.number(),
  /** Those of them that they were allowed in the last 90 days, `api operation`, in order. */
  used: z.array(z.string()),
});
export type Evidence = z.output<typeof evidenceSchema>;

export interface Pair {
  readonly groupId: string;
  readonly identityId: string;
}

export const pairKey = ({ groupId, identityId }: Pair) => `${groupId} ${identityId}`;

/**
 * The evidence of many memberships in one question. What people do in the dashboard is no decision:
 * of that the log of changes tells, by the group that gave the right.
 * @returns by `pairKey`
 */
export async function readEvidence(
  db: Queryable,
  pairs: readonly Pair[],
): Promise<ReadonlyMap<string, Evidence>> {
  if (pairs.length === 0) return new Map();
  const groupIds = sql.param(pairs.map(({ groupId }) => groupId));
  const identityIds = sql.param(pairs.map(({ identityId }) => identityId));
  const since = sql`now() - make_interval(days => ${EVIDENCE_DAYS})`;
  const { rows } = await db.execute<{
    group_id: string;
    identity_id: string;
    granted: number;
    used: string[];
    last_used_at: string | null;
    at: string;
  }>(sql`
    with pair as (
      select * from unnest(${groupIds}::text[], ${identityIds}::text[]) as pair (group_id, identity_id)
    ), granted as (
      select distinct ${groupScopes.groupId} as group_id, ${apis.slug} as api, ${operations.name} as operation
      from ${groupScopes} join ${scopeOperations} on ${scopeOperations.scopeId} = ${groupScopes.scopeId}
      join ${operations} on ${operations.id} = ${scopeOperations.operationId}
      join ${apis} on ${apis.id} = ${operations.apiId}
      where ${groupScopes.groupId} = any(${groupIds}::text[])
    ), used as (
      select ${tokens.groupId} as group_id, ${tokens.identityId} as identity_id, ${operationUses.api} as api,
        ${operationUses.operation} as operation, max(${operationUses.lastAllowedAt}) as at
      from ${tokens} join pair on pair.group_id = ${tokens.groupId} and pair.identity_id = ${tokens.identityId}
      join ${operationUses} on ${operationUses.tokenId} = ${tokens.id}
      where ${operationUses.lastAllowedAt} > ${since} group by 1, 2, 3, 4
      union all
      select ${auditEvents.groupId}, ${auditEvents.actorId}, ${KEYWARD_API}, ${auditEvents.action}, max(${auditEvents.at})
      from ${auditEvents} join pair on pair.group_id = ${auditEvents.groupId} and pair.identity_id = ${auditEvents.actorId}
      where ${auditEvents.at} > ${since} and ${auditEvents.outcome} = 'done' group by 1, 2, 4
    ), by_token as (
      select ${tokens.groupId} as group_id, ${tokens.identityId} as identity_id, max(${tokenUsage.lastUsedAt}) as at
      from ${tokens} join pair on pair.group_id = ${tokens.groupId} and pair.identity_id = ${tokens.identityId}
      join ${tokenUsage} on ${tokenUsage.tokenId} = ${tokens.id} group by 1, 2
    )
    select pair.group_id, pair.identity_id,
      (select count(*)::int from granted where granted.group_id = pair.group_id) as granted,
      coalesce((select array_agg(distinct used.api || ' ' || used.operation order by used.api || ' ' || used.operation)
        from used join granted on granted.group_id = used.group_id and granted.api = used.api
          and granted.operation = used.operation
        where used.group_id = pair.group_id and used.identity_id = pair.identity_id), '{}') as used,
      greatest(
        (select at from by_token where by_token.group_id = pair.group_id and by_token.identity_id = pair.identity_id),
        (select max(used.at) from used where used.group_id = pair.group_id and used.identity_id = pair.identity_id)
      ) as last_used_at,
      now() as at
    from pair`);
  return new Map(
    rows.map((row) => [
      pairKey({ groupId: row.group_id, identityId: row.identity_id }),
      {
        at: new Date(row.at).toISOString(),
        lastUsedAt: row.last_used_at === null ? null : new Date(row.last_used_at).toISOString(),
        ...{ granted: row.granted, used: row.used },
      },
    ]),
  );
}
