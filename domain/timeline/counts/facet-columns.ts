import { type SQL, sql } from 'drizzle-orm';
import { auditEvents, decisions } from '@/db/schema/history';
import type { Log } from '@/domain/history/query/keys';
import type { FacetKey } from './merge-facets';

export interface FacetColumn {
  readonly key: FacetKey;
  readonly value: SQL;
  /** Its name then, where the value is an id. */
  readonly label?: SQL;
}

/** What each log is counted by; a group by its slug, which reads better, and others by their ids. */
export const FACET_COLUMNS: Readonly<Record<Log, readonly FacetColumn[]>> = {
  decision: [
    { key: 'outcome', value: sql`${decisions.outcome}` },
    { key: 'code', value: sql`${decisions.code}` },
    { key: 'group', value: sql`coalesce(${decisions.groupSlug}, ${decisions.groupId})` },
    { key: 'token', value: sql`${decisions.tokenId}`, label: sql`${decisions.tokenName}` },
    { key: 'actor', value: sql`${decisions.identityId}`, label: sql`${decisions.identityName}` },
    { key: 'api', value: sql`${decisions.api}` },
    { key: 'operation', value: sql`${decisions.operation}` },
    { key: 'ip', value: sql`${decisions.ip}` },
    { key: 'verifier', value: sql`${decisions.verifier}` },
  ],
  change: [
    { key: 'outcome', value: sql`${auditEvents.outcome}` },
    { key: 'action', value: sql`${auditEvents.action}` },
    { key: 'group', value: sql`coalesce(${auditEvents.groupSlug}, ${auditEvents.groupId})` },
    {
      key: 'token',
      value: sql`case when ${auditEvents.viaType} = 'token' then ${auditEvents.viaId} end`,
    },
    { key: 'actor', value: sql`${auditEvents.actorId}`, label: sql`${auditEvents.actorName}` },
    { key: 'ip', value: sql`${auditEvents.ip}` },
  ],
};
