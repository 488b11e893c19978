import { and, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { groups, serviceOwners } from '@/db/schema/groups';
import { auditEvents } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { trustRules } from '@/db/schema/workloads';
import type { Reach } from '@/domain/authority/reach';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { HistoryFilter } from '@/domain/history/range';
import {
  addressIn,
  holds,
  namedBy,
  type Place,
  type SearchSpace,
  searchCondition,
} from '@/domain/history/search';
import { changedFromAbove } from './changed-from-above';

/** The target by its name, where it is of this kind. */
const targetNamed =
  (type: string): Place =>
  (value) =>
    value.match === 'none'
      ? undefined
      : and(eq(auditEvents.targetType, type), holds(auditEvents.targetName, value));

/** The group itself, whatever it is called now. */
const targetGroup: Place = (value) =>
  value.match === 'none'
    ? undefined
    : value.text.startsWith('grp_')
      ? holds(auditEvents.targetId, value)
      : sql`${auditEvents.targetId} in (select ${groups.id} from ${groups} where ${holds(groups.slug, value)})`;

// What ended or moved a token along with something else is a change of that token, too.
const ONE_TARGET: Place[] = [auditEvents.targetId, auditEvents.affects, changedFromAbove];

const SEARCH: SearchSpace = {
  log: 'change',
  at: auditEvents.at,
  keys: {
    id: [auditEvents.id],
    action: [auditEvents.action],
    actor: [auditEvents.actorId, auditEvents.actorName],
    identity: [
      ...[auditEvents.actorId, auditEvents.actorName, auditEvents.targetId, auditEvents.affects],
      targetNamed('identity'),
    ],
    via: [auditEvents.viaType, auditEvents.viaId],
    token: [auditEvents.viaId, ...ONE_TARGET, targetNamed('token')],
    group: [namedBy('grp_', auditEvents.groupId, auditEvents.groupSlug), targetGroup],
    target: [auditEvents.targetName, ...ONE_TARGET],
    type: [auditEvents.targetType],
    outcome: [auditEvents.outcome],
    reason: [auditEvents.reason],
    ip: [addressIn(auditEvents.ip)],
    request: [auditEvents.requestId],
  },
  text: [auditEvents.actorName, auditEvents.action, auditEvents.targetName, auditEvents.reason],
};

/** The events that a filter finds within reach: the list and the export ask for the same. */
export function eventsFound(reach: Reach, filter: HistoryFilter): SQL | undefined | Refusal {
  const search = searchCondition(filter.q, SEARCH);
  if (isRefusal(search)) return search;
  return and(
    happenedWithin(reach),
    search,
    filter.from ? gte(auditEvents.at, filter.from) : undefined,
    filter.to ? lt(auditEvents.at, filter.to) : undefined,
  );
}

/** The events that a reach covers; undefined for all. */
export function happenedWithin({ everywhere, groupIds: own }: Reach): SQL | undefined {
  if (everywhere) return undefined;
  const groupIds = [...own, ''];
  return or(
    inArray(auditEvents.groupId, groupIds),
    inArray(auditEvents.targetId, groupIds),
    happenedTo(groupIds),
  );
}

/** Whoever did it: changes to tokens, trust rules and service accounts of these groups. */
function happenedTo(groupIds: readonly string[]): SQL {
  const ids = sql.param(groupIds);
  return sql`((${auditEvents.targetType} = 'token' and ${auditEvents.targetId} in (
      select ${tokens.id} from ${tokens} where ${tokens.groupId} = any(${ids})))
    or (${auditEvents.targetType} = 'trustRule' and ${auditEvents.targetId} in (
      select ${trustRules.id} from ${trustRules} where ${trustRules.groupId} = any(${ids})))
    or (${auditEvents.targetType} = 'identity' and ${auditEvents.targetId} in (
      select ${serviceOwners.identityId} from ${serviceOwners} where ${serviceOwners.groupId} = any(${ids}))))`;
}
