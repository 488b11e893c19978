import { describe, expect, test } from 'vitest';
import {
  changeStagedJoin,
  type MatchedIdentity,
  type Member,
  NO_EDITS,
  stageJoin,
  stageRemoval,
  stageTerms,
  toMemberInput,
  unstage,
} from './member-edits';

const ada: MatchedIdentity = {
  id: 'ada',
  type: 'person',
  name: 'Ada',
  handle: 'ada@example.com',
  state: 'active',
  membership: null,
};
const max: Member = {
  identity: { id: 'max', type: 'person', name: 'Max', handle: 'max@example.com', state: 'active' },
  role: 'member',
  source: 'manual',
  expiresAt: null,
  ended: false,
  addedBy: 'Ada',
  addedAt: '2026-01-01T00:00:00.000Z',
  liveTokenCount: 2,
};
const plain = { role: 'member', expiresAt: null } as const;
const until = '2027-01-01T00:00:00.000Z';

describe('staged edits', () => {
  test('become one input with who joins, who changes and who leaves', () => {
    let edits = stageJoin(NO_EDITS, ada, { role: 'lead', expiresAt: until });
    edits = stageRemoval(edits, max);
    expect(toMemberInput(edits)).toEqual({
      add: [{ identity: 'ada', role: 'lead', expiresAt: until }],
      remove: ['max'],
    });
  });

  test('of somebody who is a member already are a change of terms', () => {
    const member = { ...ada, membership: { ...plain, managedBy: null } };
    expect(stageJoin(NO_EDITS, member, plain).size).toBe(0);
    expect(stageJoin(NO_EDITS, member, { ...plain, role: 'lead' }).get('ada')).toMatchObject({
      kind: 'change',
      before: plain,
      role: 'lead',
    });
  });

  test('vanish when a member is set back to what is saved', () => {
    const lead = stageTerms(NO_EDITS, max, { role: 'lead' });
    expect(lead.get('max')).toMatchObject({ kind: 'change', role: 'lead' });
    expect(stageTerms(lead, max, { role: 'member' }).size).toBe(0);
  });

  test('add up: a second change keeps the first', () => {
    const both = stageTerms(stageTerms(NO_EDITS, max, { role: 'lead' }), max, {
      expiresAt: until,
    });
    expect(toMemberInput(both).add).toEqual([{ identity: 'max', role: 'lead', expiresAt: until }]);
  });

  test('of a removal are replaced when its terms change instead', () => {
    const edits = stageTerms(stageRemoval(NO_EDITS, max), max, { role: 'lead' });
    expect(toMemberInput(edits)).toMatchObject({ remove: [], add: [{ identity: 'max' }] });
  });

  test('can be changed and taken back one by one', () => {
    const joined = stageJoin(NO_EDITS, ada, plain);
    expect(changeStagedJoin(joined, 'ada', { role: 'lead' }).get('ada')).toMatchObject({
      role: 'lead',
    });
    expect(unstage(joined, 'ada').size).toBe(0);
    expect(joined.size).toBe(1);
  });
});
