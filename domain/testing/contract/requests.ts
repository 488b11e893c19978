import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { requests } from '@/db/schema/requests';
import { systemActor } from '@/domain/base/actor';
import { approveRequest } from '@/domain/requests/approve-request';
import { createRequest } from '@/domain/requests/create-request';
import { denyRequest, withdrawRequest } from '@/domain/requests/deny-request';
import { expireRequest, expireRequests } from '@/domain/requests/expire-requests';
import { getRequest } from '@/domain/requests/get-request';
import { countRequests, listRequests } from '@/domain/requests/list-requests';
import { findOperations, listOffers } from '@/domain/requests/offers';
import { getRequestTerms } from '@/domain/requests/request-terms';
import type { Aim } from '@/domain/testing/aim';
import { commandCase, queryCase, type Scene } from './case';
import { jobCase } from './job-case';
import { asIs, type Page, type State, type States } from './shown-page';

const request = (aim: Aim) => ({ request: aim.request });
const change = ({ world: { db }, aim }: Scene, to: Partial<typeof requests.$inferInsert>) =>
  db.update(requests).set(to).where(eq(requests.id, aim.request));
const past = new Date(Date.now() - 60_000);
const overdue = async (scene: Scene): Promise<void> => {
  await change(scene, { expiresAt: past });
};
const settled =
  (state: 'approved' | 'denied' | 'withdrawn') =>
  async (scene: Scene): Promise<void> => {
    await change(scene, { state, decidedAt: past });
  };
/** It is the outsider's own. */
const ofOutsider = async (scene: Scene): Promise<void> => {
  const { id } = scene.fixture.outsider;
  await change(scene, { personId: id, requesterId: id });
};
const worker = () => systemActor('worker', ['requests.expire']);

export const REQUEST_COMMANDS = [
  commandCase(createRequest, {
    input: () => ({ operations: ['billing listInvoices'], reason: 'on call' }),
    event: ({ fixture }, { id }) => ({
      target: id,
      after: { group: fixture.group.id, operations: ['billing listInvoices'], until: null },
      affects: [],
    }),
    refused: {
      code: 'no_such_offer',
      given: async () => ({ operations: ['billing deleteInvoice'] }),
    },
    // Whoever is signed in may ask.
    outside: { by: () => systemActor('worker', []) },
    bad: [{ operations: ['billing listInvoices', ''] }, 'operations.1'],
  }),
  commandCase(approveRequest, {
    input: request,
    at: 'request',
    records: 'groups.editMembers',
    event: ({ fixture, aim }) => ({
      target: fixture.group.id,
      after: { added: [{ id: aim.asker, name: 'Nia', role: 'member', expiresAt: null }] },
      affects: [aim.asker],
    }),
    refused: { code: 'request_over', given: settled('denied') },
    bad: [{ until: 'tomorrow' }, 'until'],
  }),
  commandCase(denyRequest, {
    input: (aim) => ({ request: aim.request, reason: 'ask for less' }),
    at: 'request',
    event: ({ aim }) => ({ target: aim.request, after: { state: 'denied' }, affects: [] }),
    refused: { code: 'request_over', given: overdue },
    bad: [{ reason: '' }, 'reason'],
  }),
  commandCase(withdrawRequest, {
    input: request,
    at: 'request',
    by: ({ actors }) => actors.outsider,
    given: ofOutsider,
    event: ({ aim }) => ({ target: aim.request, after: { state: 'withdrawn' }, affects: [] }),
    refused: {
      code: 'request_over',
      by: ({ actors }) => actors.outsider,
      given: async (scene) => {
        await ofOutsider(scene);
        await settled('approved')(scene);
      },
    },
    // Everybody may ask: it finds what is their own.
    outside: { by: ({ actors }) => actors.auditor, isUnrecorded: true },
  }),
  commandCase(expireRequest, {
    input: request,
    at: 'request',
    by: worker,
    given: overdue,
    event: ({ aim }) => ({ target: aim.request, after: { state: 'expired' }, affects: [] }),
    refused: { code: 'request_over', by: worker },
  }),
];

export const REQUEST_QUERIES = [
  queryCase(getRequest, { input: request, at: 'request' }),
  queryCase(listRequests, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(countRequests, { input: () => ({}) }),
  queryCase(getRequestTerms, { input: () => ({}) }),
  queryCase(findOperations, { input: () => ({ q: 'invoice' }), bad: [{ q: 'a\0b' }, 'q'] }),
  queryCase(listOffers, {
    input: () => ({ operations: ['billing listInvoices'] }),
    bad: [{ operations: [''] }, 'operations.0'],
  }),
];

export const EXPIRE_CASE = jobCase(expireRequests, {
  given: overdue,
  changed: 1,
  events: ({ aim }) => [{ action: 'requests.expire', targetId: aim.request, affects: [] }],
  async holds({ world, aim }) {
    const [row] = await world.db.select().from(requests).where(eq(requests.id, aim.request));
    expect(row).toMatchObject({ state: 'expired', decidedByName: 'keyward worker' });
  },
});

export const requestsShown = (target: Page['target']): Page => ({
  query: getRequest,
  asks: ({ request: id }) => ({ request: id }),
  target,
});
const of = (make: (scene: Scene) => Promise<void>): State => make;
export const REQUEST_STATES: States = {
  open: asIs,
  denied: of(settled('denied')),
  withdrawn: of(settled('withdrawn')),
  approved: of(settled('approved')),
  'run out': of(overdue),
  'of whoever asks': of(async (scene) => {
    await change(scene, { personId: scene.world.administratorId });
  }),
};
