import { expect, it } from 'vitest';
import { at, change, decision } from './testing/sample-rows';
import { changeRecord, decisionRecord } from './to-ocsf';

it('a decision is API Activity: who asked for what, from where, and what became of it', () => {
  expect(decisionRecord(decision)).toMatchObject({
    ...{ id: 'dec_1', kind: 'decision', at, isFailure: true },
    event: {
      ...{ category_uid: 6, class_uid: 6003, activity_id: 4, type_uid: 600304 },
      ...{ severity_id: 1, status_id: 2, status_code: 'operation_not_granted', count: 1 },
      ...{ time: Date.parse(at), time_dt: at },
      metadata: { version: '1.3.0', uid: 'dec_1', log_name: 'decisions', correlation_uid: 'req_1' },
      actor: {
        user: {
          uid: 'idn_1',
          name: 'Deploys',
          credential_uid: 'tok_1',
          groups: [{ uid: 'grp_1' }],
        },
      },
      api: { operation: 'deleteInvoice', service: { name: 'billing' } },
      src_endpoint: { ip: '192.0.2.1' },
      http_request: { http_method: 'DELETE', url: { path: '/i/1' }, user_agent: 'curl' },
    },
  });
});

it('a decision about nobody that is known has all that the class requires', () => {
  const nothing = { token: null, identity: null, group: null, api: null, operation: null };
  const bare = { ...nothing, method: null, path: null, ip: null, userAgent: null, requestId: null };
  expect(decisionRecord({ ...decision, ...bare, outcome: 'allowed' }).event).toMatchObject({
    ...{ activity_id: 99, activity_name: 'Other', type_uid: 600399, status_id: 1 },
    ...{ actor: { user: { name: 'Unknown' } }, api: { operation: 'Unknown' } },
    src_endpoint: { name: 'Unknown' },
  });
});

it('a change is Entity Management: who did what to which thing, before and after', () => {
  expect(changeRecord(change)).toMatchObject({
    ...{ id: 'evt_1', kind: 'change', isFailure: false },
    event: {
      ...{ category_uid: 3, class_uid: 3004, activity_id: 4, type_uid: 300404, status_id: 1 },
      ...{ activity_name: 'Delete', comment: 'It leaked.', src_endpoint: { ip: '192.0.2.2' } },
      metadata: { uid: 'evt_1', event_code: 'tokens.revokeFamily', sequence: 7 },
      actor: { user: { uid: 'idn_2', type: 'person', credential_uid: 'tok_9' } },
      entity: { uid: 'tok_1', name: 'CI', type: 'token' },
      unmapped: { before: { state: 'active' }, after: null, hash: 'f' },
    },
  });
});

it.each([
  ['tokens.create', 1],
  ['decisions.export', 2],
  ['groups.update', 3],
  ['apis.delete', 4],
  ['groups.freeze', 99],
  ['createdness.isNoVerb', 99],
])('%s is activity %d', (action, activity) => {
  const { event } = changeRecord({ ...change, action });
  expect(event).toMatchObject({ activity_id: activity, type_uid: 300_400 + activity });
  if (activity === 99) expect(event).toMatchObject({ activity_name: action });
});

it('what was denied failed, and says why', () => {
  const { isFailure, event } = changeRecord({
    ...change,
    outcome: 'denied',
    reason: 'not_granted',
  });
  expect(isFailure).toBe(true);
  expect(event).toMatchObject({ status_id: 2, status_code: 'not_granted' });
});
