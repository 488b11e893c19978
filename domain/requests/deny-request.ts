import { z } from 'zod';
import { label } from '@/domain/base/input';
import { notFound } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { refuseClosed, requestRules } from './request-facts';
import { loadRequest } from './request-target';
import { readRequestView, requestViewSchema } from './request-view';
import { settle } from './settle';

/** Says no, and why: nothing changes but the request. */
export const denyRequest = defineCommand({
  operation: 'requests.deny',
  summary: 'Deny a request',
  http: { method: 'POST', path: '/requests/{request}/deny' },
  input: z.object({ request: z.string().max(100), reason: label(500) }),
  output: requestViewSchema,
  target: ({ db, input }) => loadRequest(db, input.request, true),
  refusal: requestRules.deny,
  view: ({ tx, target }) => readRequestView(tx, target.id),
  async run({ tx, actor, input, target: { row } }) {
    const { reason } = input;
    const closed = await settle(tx, row, { state: 'denied', by: actor, reason });
    return {
      value: await readRequestView(tx, row.id),
      audit: { before: { state: 'open' }, after: { state: 'denied', closed }, reason, affects: [] },
    };
  },
});

/** Takes back what one has asked for oneself. */
export const withdrawRequest = defineCommand({
  operation: 'requests.withdraw',
  summary: 'Withdraw a request of your own',
  http: { method: 'POST', path: '/requests/{request}/withdraw' },
  isOpen: true,
  input: z.object({ request: z.string().max(100) }),
  output: requestViewSchema,
  async target({ db, actor, input }) {
    const target = await loadRequest(db, input.request, true);
    if ('ok' in target) return target;
    const { requesterId, personId } = target.row;
    return [requesterId, personId].includes(actor.id) ? target : notFound('request');
  },
  async run({ tx, actor, target: { row } }) {
    const refusal = refuseClosed(await readRequestView(tx, row.id));
    if (refusal) return refusal;
    const closed = await settle(tx, row, { state: 'withdrawn', by: actor });
    return {
      value: await readRequestView(tx, row.id),
      audit: { before: { state: 'open' }, after: { state: 'withdrawn', closed }, affects: [] },
    };
  },
});
