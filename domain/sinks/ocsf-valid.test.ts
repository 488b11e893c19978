import { describe, expect, it } from 'vitest';
import { COMMANDS } from '@/domain/registry/operations';
import { problemsOf } from './testing/ocsf-1.3.0';
import { at, change as familyRevoked, decision as full } from './testing/sample-rows';
import { changeRecord, decisionRecord, testRecord } from './to-ocsf';

const change = { ...familyRevoked, action: 'tokens.revoke' };

/** Everything of a row that may be null, null by turns. */
const withoutEach = <Row extends object>(row: Row, names: readonly (keyof Row)[]): Row[] => [
  row,
  ...names.map((name) => ({ ...row, [name]: null })),
  { ...row, ...Object.fromEntries(names.map((name) => [name, null])) },
];

describe('by OCSF 1.3.0', () => {
  it('API Activity is valid for every method, and whatever is not known of a decision', () => {
    const methods = ['GET', 'head', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'];
    const rows = [
      ...methods.map((method) => ({ ...full, method })),
      ...withoutEach(full, [
        ...([
          'reason',
          'api',
          'operation',
          'method',
          'path',
          'token',
          'identity',
          'group',
        ] as const),
        ...(['scope', 'ip', 'userAgent', 'requestId'] as const),
      ]),
      { ...full, outcome: 'allowed' as const, code: 'allowed' as const },
    ];
    for (const row of rows) {
      expect(problemsOf(decisionRecord(row).event), JSON.stringify(row)).toEqual([]);
    }
  });

  it('Entity Management is valid for every action, done and denied, of a thing and of all', () => {
    expect(COMMANDS.length).toBeGreaterThan(100);
    const actions = [...COMMANDS.map(({ operation }) => operation), 'audit.export'];
    const rows = [
      ...actions.map((action) => ({ ...change, action })),
      ...withoutEach({ ...change, outcome: 'denied' as const }, [
        ...(['targetId', 'targetName', 'reason', 'ip', 'userAgent', 'groupId', 'before'] as const),
        ...(['viaId', 'requestId'] as const),
      ]),
    ];
    for (const row of rows) {
      expect(problemsOf(changeRecord(row).event), JSON.stringify(row)).toEqual([]);
    }
  });

  it('the test that somebody asks for is a valid Base Event', () => {
    expect(problemsOf(testRecord('evt_1', at).event)).toEqual([]);
  });

  it('what is not valid is found: what lacks, is unknown, is no value of its list, or stands for nobody', () => {
    const { event } = decisionRecord(full);
    const { api: _, ...lacking } = event;
    expect(problemsOf(lacking)).toEqual(['api lacks']);
    expect(problemsOf({ ...event, colour: 'red' })).toEqual(['colour is unknown']);
    expect(problemsOf({ ...event, severity_id: 7 })).toEqual(['severity_id is 7']);
    expect(problemsOf({ ...event, type_uid: 600399 })).toEqual(['type_uid is 600399']);
    const nobody = problemsOf({ ...event, actor: { user: { type: 'person' } } });
    expect(nobody).toEqual(['actor.user. has none of account, name, uid']);
  });
});
