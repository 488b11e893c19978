import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { scopeOperations } from '@/db/schema/apis';
import { groupScopes, groups, memberships } from '@/db/schema/groups';
import { requests } from '@/db/schema/requests';
import { subquery } from '@/db/subquery';
import { controlsKeyward } from '@/domain/authority/controls-keyward';
import { gainSchema } from '@/domain/authority/privileged-rights';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { requestName } from './request-target';

export const REQUEST_STATES = ['open', 'approved', 'denied', 'withdrawn', 'expired'] as const;

export const requestViewSchema = z.object({
  id: z.string(),
  /** `access` to a group · a privileged `change` that waits for a second administrator. */
  kind: z.enum(['access', 'change']),
  state: z.enum(REQUEST_STATES),
  title: z.string(),
  requester: z.object({
    type: z.enum(['person', 'service']),
    id: z.string(),
    name: z.string(),
  }),
  /** The person who asks: of a service account, who minted its token. */
  personId: z.string().nullable(),
  /** The group that is asked for, or that the change is about; null where it is about none. */
  group: z
    .object({
      id: z.string(),
      name: z.string(),
      /** Null once the group is gone. */
      slug: z.string().nullable(),
      /** Whether its members and tokens hold rights on the control plane itself. */
      controlsKeyward: z.boolean(),
    })
    .nullable(),
  /** The operations that were asked for by name, `api operation`. */
  operations: z.array(z.string()),
  /** Operations that the group opens and the requester's other groups do not. */
  gainCount: z.number(),
  reason: z.string(),
  wishedUntil: instantText().nullable(),
  /** Of access that the requester had already: its end as they asked for a later one. */
  extendsFrom: instantText().nullable(),
  /**
   * Of such access, while the request is open: whether it `runs` still, has `ended` by itself, or was
   * `removed`. What was removed is not given again so.
   */
  extended: z.enum(['runs', 'ended', 'removed']).nullable(),
  /** Of a change: the rights over Keyward itself that it gives. */
  gains: z.array(gainSchema),
  /** Of a change: the request for access that it fulfils. */
  fulfils: z.string().nullable(),
  /** The change that fulfils it, where that waits for a second administrator. */
  waitsFor: z.string().nullable(),
  createdAt: instantText(),
  expiresAt: instantText(),
  decided: z
    .object({ at: instantText(), by: z.string(), reason: z.string().nullable() })
    .nullable(),
  /** Until when what was approved lasts; null for good. */
  grantedUntil: instantText().nullable(),
});
export type RequestView = z.output<typeof requestViewSchema>;

/** What is past its time is over, though no job has said so yet. */
export const stateNow = sql<RequestView['state']>`case
  when ${requests.state} = 'open' and ${requests.expiresAt} <= now() then 'expired' else ${requests.state} end`;

const theirs = sql`from ${memberships} where ${memberships.groupId} = ${requests.groupId}
  and ${memberships.identityId} = ${requests.requesterId}`;

/** A membership that has ended by itself leaves its row. */
const extendedNow = sql`case
  when ${requests.extendsFrom} is null or ${stateNow} <> 'open' then null
  when exists (select ${theirs} and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now())) then 'runs'
  when ${requests.extendsFrom} > now() and not exists (select ${theirs}) then 'removed'
  else 'ended' end`;

/** Selects requests with what their view says of others; add `where`, `orderBy` and `limit`. */
export const selectRequests = (db: Queryable) =>
  db
    .select({
      request: requests,
      state: stateNow,
      slug: groups.slug,
      controlsKeyward: subquery<boolean>(controlsKeyward(requests.groupId)),
      gainCount: subquery<number>(sql`(select count(*)::int from (
        ${operationsOf(sql`${groupScopes.groupId} = ${requests.groupId}`)}
        except ${operationsOf(sql`${groupScopes.groupId} in (select ${memberships.groupId} from ${memberships}
          where ${memberships.identityId} = ${requests.requesterId}
          and ${memberships.groupId} <> ${requests.groupId}
          and (${memberships.expiresAt} is null or ${memberships.expiresAt} > now()))`)}) as gained)`),
      extended: subquery<RequestView['extended']>(extendedNow),
      waitsFor: subquery<string | null>(sql`(select waiting.id from ${requests} as waiting
        where waiting.fulfils = ${requests}.id and waiting.state = 'open' and waiting.expires_at > now()
        order by waiting.id desc limit 1)`),
    })
    .from(requests)
    .leftJoin(groups, eq(groups.id, requests.groupId));

const operationsOf = (which: ReturnType<typeof sql>) =>
  sql`select ${scopeOperations.operationId} from ${groupScopes}
    join ${scopeOperations} on ${scopeOperations.scopeId} = ${groupScopes.scopeId} where ${which}`;

type Row = Awaited<ReturnType<typeof selectRequests>>[number];

export function toRequestView(row: Row): RequestView {
  const { request: of, state, slug, gainCount, waitsFor } = row;
  const groupName = of.groupName ?? '';
  return {
    ...{ id: of.id, kind: of.kind, state, operations: of.operations, reason: of.reason },
    title: requestName(of),
    requester: { type: of.requesterType, id: of.requesterId, name: of.requesterName },
    personId: of.personId,
    group:
      of.groupId === null
        ? null
        : { id: of.groupId, name: groupName, slug, controlsKeyward: row.controlsKeyward },
    gainCount: of.kind === 'access' ? gainCount : 0,
    wishedUntil: toInstantTextOrNull(of.wishedUntil),
    extendsFrom: toInstantTextOrNull(of.extendsFrom),
    extended: row.extended,
    gains: gainSchema.array().parse(of.gains?.items ?? []),
    ...{ fulfils: of.fulfils, waitsFor },
    createdAt: toInstantText(of.createdAt),
    expiresAt: toInstantText(of.expiresAt),
    decided: of.decidedAt && {
      at: toInstantText(of.decidedAt),
      by: of.decidedByName ?? 'Keyward',
      reason: of.decisionReason,
    },
    grantedUntil: toInstantTextOrNull(of.grantedUntil),
  };
}

export async function readRequestView(db: Queryable, id: string): Promise<RequestView> {
  const [row] = await selectRequests(db).where(eq(requests.id, id));
  if (!row) throw new Error(`request ${id} vanished`);
  return toRequestView(row);
}
