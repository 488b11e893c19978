import { expect, it } from 'vitest';
import type { StoredEvent } from '@/domain/ledger/event-hash';
import { MAX_BODY_BYTES, messageOf } from './message';

const EVENT: StoredEvent = {
  seq: 7,
  id: 'evt_1',
  at: '2026-11-26T08:00:00.123456Z',
  ...{ actorType: 'person', actorId: 'idn_1', actorName: 'Ada' },
  ...{ viaType: 'session', viaId: 'ses_1', groupId: null, groupSlug: null },
  action: 'tokens.revoke',
  ...{ targetType: 'token', targetId: 'tok_1', targetName: 'deploy' },
  ...{
    outcome: 'done',
    reason: 'leaked',
    before: { state: 'active' },
    after: { state: 'revoked' },
  },
  affects: ['tok_1'],
  ...{ requestId: 'req_1', ip: '192.0.2.1', userAgent: 'curl' },
  ...{ prevHash: '', hash: '' },
};
const read = (event: Partial<StoredEvent>) => {
  const body = messageOf({ ...EVENT, ...event });
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(MAX_BODY_BYTES);
  return JSON.parse(body);
};

it('tells type and time, and the event as audit rows have it', () => {
  expect(read({})).toEqual({
    type: 'tokens.revoke',
    timestamp: '2026-11-26T08:00:00.123456Z',
    data: {
      ...{ seq: 7, id: 'evt_1', at: '2026-11-26T08:00:00.123456Z', action: 'tokens.revoke' },
      actor: { type: 'person', id: 'idn_1', name: 'Ada' },
      via: { type: 'session', id: 'ses_1' },
      group: null,
      target: { type: 'token', id: 'tok_1', name: 'deploy' },
      ...{ outcome: 'done', reason: 'leaked' },
      ...{ before: { state: 'active' }, after: { state: 'revoked' }, affects: ['tok_1'] },
      request: { id: 'req_1', ip: '192.0.2.1', userAgent: 'curl' },
    },
  });
});

it('leaves out, and names, what would make it larger than 20 kB', () => {
  const large = { text: 'ü'.repeat(MAX_BODY_BYTES / 2) };
  const { data } = read({ after: large });
  expect(data.omitted).toEqual(['before', 'after']);
  expect(data).not.toHaveProperty('after');
  expect(data).toMatchObject({ id: 'evt_1', affects: ['tok_1'] });
  const many = Array.from({ length: 2_000 }, (_, at) => `tok_${at}_of_very_many`);
  expect(read({ affects: many }).data.omitted).toEqual(['before', 'after', 'affects']);
  const wordy = { userAgent: 'x'.repeat(MAX_BODY_BYTES) };
  expect(read(wordy).data.omitted).toEqual(['before', 'after', 'affects', 'request', 'reason']);
});
