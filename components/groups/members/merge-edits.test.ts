import { expect, test } from 'vitest';
import {
  type MatchedIdentity,
  type MemberEdits,
  NO_EDITS,
  stageJoin,
  type Terms,
} from './member-edits';
import { mergeEdits } from './merge-edits';

const who = (
  id: string,
  terms: Terms | null = null,
  managedBy: string | null = null,
): MatchedIdentity => ({
  ...{ id, type: 'person', name: id, handle: `${id}@example.com`, state: 'active' },
  membership: terms && { ...terms, managedBy },
});
const member = { role: 'member', expiresAt: null } as const;
const lead = { role: 'lead', expiresAt: null } as const;
const removal = (id: string): MemberEdits =>
  new Map([[id, { kind: 'remove', id, type: 'person', name: id, handle: id }]]);

test('who joined meanwhile changes, or drops out where nothing is left to change', () => {
  const edits = stageJoin(stageJoin(NO_EDITS, who('ada'), lead), who('max'), member);
  const merged = mergeEdits(edits, [who('ada', member), who('max', member)]);
  expect([...merged.values()]).toMatchObject([{ id: 'ada', kind: 'change', before: member }]);
});

test('who left meanwhile is not removed again, and joins anew where terms were changed', () => {
  const edits = new Map([
    ...removal('ada'),
    ...stageJoin(NO_EDITS, who('max', member), lead),
    ...removal('noa'),
  ]);
  const merged = mergeEdits(edits, [who('ada'), who('max'), who('noa', member)]);
  expect([...merged.values()].map(({ id, kind }) => [id, kind])).toEqual([
    ['max', 'add'],
    ['noa', 'remove'],
  ]);
});

test('who is gone altogether drops out', () => {
  expect(mergeEdits(removal('ada'), [null]).size).toBe(0);
});

test('whom a provider gives meanwhile drops out', () => {
  const edits = new Map([...removal('ada'), ...stageJoin(NO_EDITS, who('max'), lead)]);
  const managed = ['ada', 'max'].map((id) => who(id, member, 'Acme'));
  expect(mergeEdits(edits, managed).size).toBe(0);
});
