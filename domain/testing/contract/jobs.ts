import { and, eq, lte, sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { memberships } from '@/db/schema/groups';
import { sessions } from '@/db/schema/identities';
import { mailState } from '@/db/schema/mail';
import { notices } from '@/db/schema/notices';
import { receipts, tokenUsage } from '@/db/schema/operating';
import { tokens } from '@/db/schema/tokens';
import { webhookDeliveries, webhooks } from '@/db/schema/webhooks';
import { newId } from '@/domain/base/ids';
import { askDestination } from '@/domain/destinations/test-destination';
import { endMemberships } from '@/domain/groups/end-memberships';
import { NOTHING_SET } from '@/domain/jobs/run-job';
import { mailNotices } from '@/domain/mail/mail-notices';
import { sendTestMail } from '@/domain/mail/test-mail';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { advanceRotation } from '@/domain/rotations/advance-rotation';
import { planRotations } from '@/domain/rotations/plan-rotation';
import { rotateToken } from '@/domain/rotations/rotate-token';
import { type MailServer, startMailServer } from '@/domain/testing/mail-server';
import { asAdministrator } from '@/domain/testing/probes';
import { type Receiver, startReceiver } from '@/domain/testing/receiver';
import { SERVER_SECRET } from '@/domain/testing/world';
import { retireReplaced } from '@/domain/tokens/retire-token';
import { suspendIdleTokens } from '@/domain/tokens/suspend-idle';
import { warnExpiringTokens } from '@/domain/tokens/warn-expiry';
import { warnUsesOfRotated } from '@/domain/tokens/warn-still-used';
import { forgetExpired } from '@/domain/upkeep/forget-expired';
import { deliverWebhook } from '@/domain/webhooks/deliver-webhook';
import { rotateWebhookSecret } from '@/domain/webhooks/rotate-secret';
import { testWebhook } from '@/domain/webhooks/test-webhook';
import { keepWebhooks } from '@/domain/webhooks/upkeep';
import { THAW_APIS } from './apis';
import { THAW_GROUPS } from './groups';
import { jobCase } from './job-case';
import { EXPIRE_CASE } from './requests';
import { RETENTION_JOBS } from './retention';
import { REVIEW_JOBS } from './reviews';
import { ADVANCE_CASE, PLAN_CASE, TEST_CASE } from './rotation-jobs';
import { SIGN_CASE } from './seals';
import { TELLING_JOBS } from './telling-jobs';

let receiver: Receiver;
let mailServer: MailServer;
const mailSettings = {
  ...NOTHING_SET,
  get mail() {
    return { smtpUrl: mailServer.url, from: 'Keyward <keyward@example.com>' };
  },
};

import { expiresSoon, goneIdle, usedAfterRotation } from './kept-tokens';

export const JOB_CASES = [
  EXPIRE_CASE,
  SIGN_CASE,
  ...REVIEW_JOBS,
  ...RETENTION_JOBS,
  jobCase(askDestination, TEST_CASE),
  jobCase(planRotations, PLAN_CASE),
  jobCase(advanceRotation, ADVANCE_CASE),
  jobCase(retireReplaced, {
    async given({ world, aim }) {
      const rotation = { token: aim.serviceToken, untilFirstUse: true };
      const { token } = await asAdministrator(world, rotateToken, rotation);
      const [at, counts] = [new Date(), { allowedCount: 1, deniedCount: 0 }];
      await world.db.insert(tokenUsage).values({
        tokenId: token.id,
        firstUsedAt: at,
        lastUsedAt: at,
        lastAllowedAt: at,
        ...counts,
      });
    },
    changed: 1,
    events: ({ aim: { serviceToken } }) => [
      { action: 'tokens.retire', targetId: serviceToken, affects: [serviceToken] },
    ],
    async holds({ world, aim }) {
      const isRetired = and(eq(tokens.id, aim.serviceToken), eq(tokens.retiresOnUse, false));
      const isPast = lte(tokens.retiresAt, sql`clock_timestamp()`);
      expect(await world.db.$count(tokens, and(isRetired, isPast))).toBe(1);
    },
  }),
  THAW_GROUPS,
  THAW_APIS,
  jobCase(endMemberships, {
    given: ({ world, aim }) =>
      world.db
        .update(memberships)
        .set({
          createdAt: sql`now() - interval '2 days'`,
          expiresAt: sql`now() - interval '1 day'`,
        })
        .where(eq(memberships.identityId, aim.member)),
    changed: 1,
    events: ({ fixture, aim }) => [
      {
        action: 'memberships.end',
        targetId: fixture.group.id,
        affects: [aim.member, aim.token],
      },
    ],
    async holds({ world, aim }) {
      const held = eq(memberships.identityId, aim.member);
      expect(await world.db.select().from(memberships).where(held)).toEqual([]);
    },
  }),
  jobCase(forgetExpired, {
    async given({ world, fixture }) {
      const old = sql`now() - interval '31 days'`;
      await world.db
        .update(sessions)
        .set({ expiresAt: old })
        .where(eq(sessions.id, fixture.session));
      const receipt = { verifierId: newId('request'), confirmedAt: sql`now() - interval '6 days'` };
      await world.db.insert(receipts).values({ seq: 1, ...receipt });
    },
    changed: 1,
    async holds({ world, fixture }) {
      const kept = eq(sessions.id, fixture.session);
      expect(await world.db.select().from(sessions).where(kept)).toEqual([]);
      expect(await world.db.select().from(receipts)).toHaveLength(1);
    },
  }),
  jobCase(deliverWebhook, {
    input: ({ webhook }) => ({ webhook }),
    settings: {
      ...NOTHING_SET,
      serverSecret: SERVER_SECRET,
      get webhookPrivateHosts() {
        return [receiver.origin];
      },
    },
    async given({ world, aim }) {
      receiver = await startReceiver((_request, response) => response.writeHead(410).end('gone'));
      const url = `${receiver.origin}/hook`;
      await world.db.update(webhooks).set({ url }).where(eq(webhooks.id, aim.webhook));
      await asAdministrator(world, testWebhook, { webhook: aim.webhook });
    },
    changed: 1,
    events: ({ aim }) => [{ action: 'webhooks.disable', targetId: aim.webhook, affects: [] }],
    async holds({ world, aim }) {
      expect(receiver.requests).toHaveLength(1);
      await receiver.close();
      const [kept] = await world.db.select().from(webhooks).where(eq(webhooks.id, aim.webhook));
      expect(kept).toMatchObject({ state: 'disabled' });
    },
  }),
  jobCase(keepWebhooks, {
    async given({ world, aim }) {
      await asAdministrator(world, rotateWebhookSecret, { webhook: aim.webhook });
      const past = sql`now() - interval '1 second'`;
      await world.db
        .update(webhooks)
        .set({ previousUntil: past })
        .where(eq(webhooks.id, aim.webhook));
      const old = sql`now() - interval '31 days'`;
      await world.db.update(webhookDeliveries).set({ createdAt: old });
    },
    changed: 2,
    async holds({ world }) {
      expect(await world.db.select().from(webhookDeliveries)).toEqual([]);
      expect(await world.db.select().from(webhooks)).toMatchObject([{ previousSealed: null }]);
    },
  }),
  jobCase(mailNotices, {
    settings: mailSettings,
    async given({ world, aim }) {
      mailServer = await startMailServer();
      await world.db.transaction((tx) =>
        raiseNotice(tx, {
          kind: 'token.revoked',
          about: { type: 'token', id: aim.token, name: 'deploy' },
          to: aim.member,
          onceKey: 'the case',
          facts: { by: 'Ada', reason: 'leaked', group: 'Billing' },
        }),
      );
      await world.db.update(notices).set({ createdAt: sql`now() - interval '2 minutes'` });
    },
    changed: 1,
    async holds({ world }) {
      expect(mailServer.mails).toMatchObject([{ to: ['cora@example.com'] }]);
      await mailServer.close();
      expect(await world.db.select().from(notices)).toMatchObject([{ mail: 'sent' }]);
    },
  }),
  jobCase(sendTestMail, {
    input: { test: 'req_test' },
    settings: mailSettings,
    async given({ world }) {
      mailServer = await startMailServer();
      const test = {
        testId: 'req_test',
        testTo: 'ada@example.com',
        testOutcome: 'waiting',
      } as const;
      await world.db
        .insert(mailState)
        .values({ id: 1, isConfigured: false, checkedAt: new Date(), testAt: new Date(), ...test });
    },
    changed: 1,
    async holds({ world }) {
      expect(mailServer.mails).toMatchObject([{ to: ['ada@example.com'] }]);
      await mailServer.close();
      expect(await world.db.select().from(mailState)).toMatchObject([{ testOutcome: 'sent' }]);
    },
  }),
  jobCase(warnExpiringTokens, {
    given: expiresSoon,
    changed: 1,
    events: ({ aim }) => [{ action: 'tokens.warnExpiry', targetId: aim.token, affects: [] }],
    async holds({ world, aim }) {
      const told = await world.db.select().from(notices).where(eq(notices.aboutId, aim.token));
      expect(told).toMatchObject([{ kind: 'token.expires', facts: { days: 1 } }]);
    },
  }),
  ...TELLING_JOBS,
  jobCase(warnUsesOfRotated, {
    given: usedAfterRotation,
    changed: 1,
    events: ({ aim }) => [{ action: 'tokens.warnStillUsed', targetId: aim.token, affects: [] }],
    async holds({ world, aim }) {
      const told = await world.db.select().from(notices).where(eq(notices.aboutId, aim.token));
      expect(told).toMatchObject([{ kind: 'token.retired_used', facts: { ip: '10.0.3.7' } }]);
    },
  }),
  jobCase(suspendIdleTokens, {
    given: goneIdle,
    changed: 1,
    events: ({ aim }) => [
      { action: 'tokens.suspendIdle', targetId: aim.token, affects: [aim.token] },
    ],
    async holds({ world, aim }) {
      const [token] = await world.db.select().from(tokens).where(eq(tokens.id, aim.token));
      expect(token).toMatchObject({
        ...{ state: 'suspended', suspendReason: 'unused for longer than 1 hour' },
      });
    },
  }),
];
