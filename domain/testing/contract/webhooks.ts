import { systemActor } from '@/domain/base/actor';
import type { Aim } from '@/domain/testing/aim';
import { asAdministrator } from '@/domain/testing/probes';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { deleteWebhook } from '@/domain/webhooks/delete-webhook';
import { disableWebhook } from '@/domain/webhooks/disable-webhook';
import { getDelivery } from '@/domain/webhooks/get-delivery';
import { getWebhook } from '@/domain/webhooks/get-webhook';
import { listDeliveries } from '@/domain/webhooks/list-deliveries';
import { listWebhooks } from '@/domain/webhooks/list-webhooks';
import { replayDelivery } from '@/domain/webhooks/replay-delivery';
import { rotateWebhookSecret } from '@/domain/webhooks/rotate-secret';
import { testWebhook } from '@/domain/webhooks/test-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';
import { commandCase, queryCase, type Scene } from './case';

const webhook = (aim: Aim) => ({ webhook: aim.webhook });
const delivery = (aim: Aim) => ({ webhook: aim.webhook, delivery: aim.delivery });
const ofWebhook = ({ aim }: Scene) => ({ target: aim.webhook, affects: [] });
const disable = async ({ world, aim }: Scene) => {
  await asAdministrator(world, updateWebhook, { webhook: aim.webhook, state: 'disabled' });
};
const notTheAuditor = { code: 'not_granted', by: ({ actors }: Scene) => actors.auditor } as const;
const worker = () => systemActor('worker', ['webhooks.disable']);
const tooLong = [{ webhook: 'x'.repeat(101) }, 'webhook'] as const;

export const WEBHOOK_COMMANDS = [
  commandCase(createWebhook, {
    input: () => ({ url: 'https://example.com/hooks/T0P/SECRET', topics: ['tokens.*'] }),
    event: (_scene, made) => ({
      target: made.webhook.id,
      after: { origin: 'https://example.com', topics: ['tokens.*'], groups: [], outcome: null },
      affects: [],
    }),
    refused: notTheAuditor,
    bad: [{ topics: ['token.*'] }, 'topics.0'],
  }),
  commandCase(updateWebhook, {
    input: (aim) => ({ webhook: aim.webhook, topics: ['*'], groups: ['billing'] }),
    at: 'webhook',
    event: (scene) => ({
      ...ofWebhook(scene),
      before: { topics: ['webhooks.list'], groups: [] },
      after: { topics: ['*'], groups: [scene.fixture.group.id] },
    }),
    refused: { code: 'invalid_input', given: async () => ({ groups: ['nowhere'] }) },
    bad: [{ url: 'ftp://example.com' }, 'url'],
  }),
  commandCase(deleteWebhook, {
    input: webhook,
    at: 'webhook',
    event: (scene) => ({
      ...ofWebhook(scene),
      before: { name: 'chat', origin: 'https://hooks.example.com' },
    }),
    refused: notTheAuditor,
    bad: tooLong,
  }),
  commandCase(rotateWebhookSecret, {
    input: webhook,
    at: 'webhook',
    event: ofWebhook,
    refused: notTheAuditor,
    bad: [{ overlapSeconds: 604_801 }, 'overlapSeconds'],
  }),
  commandCase(testWebhook, {
    input: webhook,
    at: 'webhook',
    event: (scene, { id }) => ({ ...ofWebhook(scene), after: { delivery: id } }),
    refused: { code: 'webhook_disabled', given: disable },
    bad: tooLong,
  }),
  commandCase(replayDelivery, {
    input: delivery,
    at: 'webhook',
    event: (scene) => ({
      ...ofWebhook(scene),
      before: { delivery: scene.aim.delivery, state: 'delivered' },
    }),
    refused: {
      code: 'delivery_waiting',
      given: async ({ world, aim }) => {
        await asAdministrator(world, replayDelivery, delivery(aim));
      },
    },
    bad: [{ delivery: 'x'.repeat(101) }, 'delivery'],
  }),
  commandCase(disableWebhook, {
    input: (aim) => ({ webhook: aim.webhook, reason: 'It answered 410.' }),
    at: 'webhook',
    by: worker,
    event: (scene) => ({ ...ofWebhook(scene), after: { state: 'disabled', gaveUp: 0 } }),
    refused: { code: 'webhook_disabled', by: worker, given: disable },
    bad: [{ reason: 'x'.repeat(501) }, 'reason'],
  }),
];

export const WEBHOOK_QUERIES = [
  queryCase(listWebhooks, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getWebhook, { input: webhook, at: 'webhook', bad: tooLong }),
  queryCase(listDeliveries, { input: webhook, at: 'webhook', bad: [{ state: 'lost' }, 'state'] }),
  queryCase(getDelivery, { input: delivery, at: 'webhook', bad: tooLong }),
];
