import { inArray, type SQL, sql } from 'drizzle-orm';
import { auditEvents } from '@/db/schema/history';
import { REVOKING_ACTIONS } from '@/domain/base/endings';
import type { OperationName } from '@/domain/base/operation-names';
import type { QueryValue } from '@/domain/history/query/terms';

const MADE_BY: OperationName[] = ['tokens.delegate', 'tokens.delegateSelf'];

/** What stops and goes on with a token stops and goes on with all that was made from it. */
const REACHING_BELOW: OperationName[] = [
  'tokens.suspend',
  'tokens.resume',
  'tokens.undoRevoke',
  ...REVOKING_ACTIONS,
];

const made = sql`made.action = any(${sql.param(MADE_BY)}::text[]) and made.outcome = 'done'`;

/**
 * The events that moved a token by what it was made from, which they name, and not the token itself.
 * Where it came from is read in the log: that outlives the token.
 */
export function changedFromAbove(value: QueryValue): SQL | undefined {
  if (value.match !== 'exact' || !value.text.startsWith('tok_')) return undefined;
  const tokenId = value.text;
  const above = sql`array(
    with recursive line (id) as (
      select ${tokenId}::text
      union select made.after ->> 'parent' from line join ${auditEvents} made on made.target_id = line.id and ${made})
    select id from line where id <> ${tokenId})`;
  const since = sql`(select min(made.seq) from ${auditEvents} made where made.target_id = ${tokenId} and ${made})`;
  return sql`(${inArray(auditEvents.action, REACHING_BELOW)} and ${auditEvents.affects} && ${above}
    and ${auditEvents.outcome} = 'done' and ${auditEvents.seq} > ${since})`;
}
