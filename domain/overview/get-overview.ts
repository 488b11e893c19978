import { and, desc, inArray, or } from 'drizzle-orm';
import { z } from 'zod';
import { auditEvents } from '@/db/schema/history';
import { anomalyViewSchema } from '@/domain/anomalies/anomaly-view';
import { listAnomalies } from '@/domain/anomalies/list-anomalies';
import { reachesNothing, reachOf } from '@/domain/authority/reach';
import { instantText, toInstantText } from '@/domain/base/instant';
import type { OperationName } from '@/domain/base/operation-names';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { exactInstantText } from '@/domain/history/range';
import { exactAt } from '@/domain/ledger/event-hash';
import { tokenViewSchema } from '@/domain/tokens/token-view';
import { findAttention } from './attention';
import { ATTENTION_KINDS, isAttentionKind } from './attention-kinds';
import { firstStepsSchema, readFirstSteps } from './first-steps';
import { readOpenAnomalies } from './open-anomalies';
import { findWaitingRules } from './waiting-rules';

/** Changes that give power or take it away from many: what a security admin wants to have seen. */
const RISKY_ACTIONS: readonly OperationName[] = [
  'groups.setScopes',
  'groups.editMembers',
  'groups.freeze',
  'groups.unfreeze',
  'groups.update',
  'scopes.update',
  'apis.freeze',
  'apis.unfreeze',
  'apis.import',
  'operations.update',
  'identities.clearFactors',
  'identities.invite',
  'identities.stop',
  'provisioning.setMappings',
  'ssoProviders.setMappings',
  'tokens.revokeMatching',
  'setup.bootstrap',
  'setup.claim',
];
const SHOWN_CHANGES = 8;

/** What needs attention within reach, and the latest risky changes. */
export const getOverview = defineQuery({
  operation: 'overview.get',
  summary: 'What needs attention',
  http: { method: 'GET', path: '/overview' },
  input: z.object({}),
  output: z.object({
    liveTokens: z.number(),
    attention: z.array(
      z.object({
        kind: z.enum(ATTENTION_KINDS),
        count: z.number(),
        lines: z.array(
          z.object({
            token: tokenViewSchema,
            /** Denials in 24 hours, where the kind is about denials. */
            detail: z.number().nullable(),
          }),
        ),
      }),
    ),
    /** What somebody put off, what wakes first at the top. */
    snoozed: z.array(
      z.object({
        kind: z.enum(ATTENTION_KINDS),
        token: tokenViewSchema,
        until: instantText(),
        by: z.string(),
        reason: z.string().nullable(),
      }),
    ),
    /** Uses out of the ordinary that nobody has dismissed, the newest of them; null where they are out of reach. */
    anomalies: z
      .object({
        count: z.number(),
        items: z.array(
          z.object({
            anomaly: anomalyViewSchema,
            /** What it is about; null of a group. */
            token: tokenViewSchema.nullable(),
          }),
        ),
      })
      .nullable(),
    /** Trust rules that give nothing until a second person approves them. */
    waitingRules: z.object({
      count: z.number(),
      rules: z.array(
        z.object({ id: z.string(), name: z.string(), identity: z.string(), group: z.string() }),
      ),
    }),
    /** Null for whoever doesn't set the installation up. */
    firstSteps: firstStepsSchema.nullable(),
    /** Null where the log is out of reach. */
    riskyChanges: z
      .array(
        z.object({
          id: z.string(),
          at: exactInstantText(),
          actor: z.string(),
          action: z.string(),
          target: z.string().nullable(),
          outcome: z.enum(['done', 'denied']),
        }),
      )
      .nullable(),
  }),
  target: () => everything('system'),
  // Everybody signed in has an overview: of what they reach.
  permit: (actor) => (actor.kind === 'session' ? null : false),
  async run({ db, actor }) {
    const log = reachOf(actor, 'audit.list');
    const reach = {
      tokens: reachOf(actor, 'tokens.list'),
      anomalies: reachOf(actor, listAnomalies.operation),
    };
    const groupIds = [...log.groupIds, ''];
    const lately = db
      .select({
        id: auditEvents.id,
        at: exactAt,
        actor: auditEvents.actorName,
        action: auditEvents.action,
        target: auditEvents.targetName,
        outcome: auditEvents.outcome,
      })
      .from(auditEvents)
      .where(
        and(
          inArray(auditEvents.action, RISKY_ACTIONS),
          log.everywhere
            ? undefined
            : or(inArray(auditEvents.groupId, groupIds), inArray(auditEvents.targetId, groupIds)),
        ),
      )
      .orderBy(desc(auditEvents.seq))
      .limit(SHOWN_CHANGES);
    const [{ attention, snoozed, liveTokens }, anomalies, waitingRules, firstSteps, changes] =
      await Promise.all([
        findAttention(db, reach),
        reachesNothing(reach.anomalies) ? null : readOpenAnomalies(db, reach.anomalies),
        findWaitingRules(db, reachOf(actor, 'trustRules.list')),
        reachOf(actor, 'apis.create').everywhere ? readFirstSteps(db) : null,
        lately,
      ]);
    return {
      ...{ liveTokens, anomalies, waitingRules, firstSteps },
      attention: attention.map(({ lines, ...item }) => ({ ...item, lines: [...lines] })),
      snoozed: snoozed.flatMap(({ token, snooze: { kind, until, byName: by, reason } }) =>
        isAttentionKind(kind) ? [{ kind, token, until: toInstantText(until), by, reason }] : [],
      ),
      riskyChanges: log.everywhere || log.groupIds.length > 0 ? changes : null,
    };
  },
});

export type Overview = z.output<typeof getOverview.output>;
