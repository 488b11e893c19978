import { type SQL, sql } from 'drizzle-orm';
import { tokenUsage } from '@/db/schema/operating';
import { tokenScopes, tokens } from '@/db/schema/tokens';
import { brokePolicy, LIMITS_NOW, meetsPolicyUntil, wentIdle } from '@/domain/policy/policy-sql';

/**
 * A value of each token that the selected one was made from, as a table `ancestry (place, value)`.
 * Within the value, `tokens` means the ancestor; its group is the selected token's own.
 */
const ofAncestors = (value: SQL): SQL =>
  sql`(select lineage.place, ancestor.value
    from unnest(${tokens.ancestorIds}) with ordinality as lineage(id, place)
    cross join lateral (select ${value} as value from ${tokens} where ${tokens.id} = lineage.id) as ancestor) as ancestry`;

const milliseconds = (at: SQL): SQL => sql`floor(extract(epoch from ${at}) * 1000)`;

const hasEnded = sql`(${tokens.state} <> 'active'
  or coalesce(${tokens.retiresAt} <= now(), false) or ${tokens.expiresAt} <= now()
  or ${brokePolicy(LIMITS_NOW)} or ${wentIdle(LIMITS_NOW)})`;

/** Whether one of the tokens that it was made from has ended: `parent_ended`, as `decide` says it. */
export const parentEnded = sql<boolean>`(${tokens.parentId} is not null
  and exists (select from ${ofAncestors(hasEnded)} where ancestry.value))`;

/** An ancestor as it comes from the database; times in milliseconds, of which some may be infinite. */
export interface AncestorRow {
  readonly id: string;
  readonly state: 'active' | 'suspended' | 'revoked';
  readonly expiresAtMs: number;
  readonly retiresAtMs: number | null;
  readonly meetsPolicyUntilMs: number | '-Infinity' | null;
  readonly idleSinceMs: number;
  readonly allowedCidrs: string[];
  readonly restriction: string[] | null;
  readonly onlyApiId: string | null;
}

const ancestor = sql`jsonb_build_object(
  'id', ${tokens.id}, 'state', ${tokens.state}, 'onlyApiId', ${tokens.onlyApiId},
  'expiresAtMs', ${milliseconds(sql`${tokens.expiresAt}`)},
  'retiresAtMs', ${milliseconds(sql`${tokens.retiresAt}`)},
  'meetsPolicyUntilMs', (extract(epoch from ${meetsPolicyUntil(LIMITS_NOW)}) * 1000)::float8,
  'idleSinceMs', ${milliseconds(sql`greatest(${tokens.idleFrom},
    (select ${tokenUsage.lastAllowedAt} from ${tokenUsage} where ${tokenUsage.tokenId} = ${tokens.id}))`)},
  'allowedCidrs', to_jsonb(${tokens.allowedCidrs}),
  'restriction', case when ${tokens.restricted} then coalesce((select jsonb_agg(${tokenScopes.scopeId})
    from ${tokenScopes} where ${tokenScopes.tokenId} = ${tokens.id}), '[]') end)`;

/** The tokens it was made from, the first of all first; null for a token of its own. */
export const ancestorRows = sql<
  AncestorRow[] | null
>`(select jsonb_agg(ancestry.value order by ancestry.place)
  from ${ofAncestors(ancestor)})`;
