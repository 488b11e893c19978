import { expect, it } from 'vitest';
import { memberMenu } from './member-menu';
import type { MemberRow } from './member-row';

const row = (source: MemberRow['source']): MemberRow => ({
  identity: {
    id: 'idn_1',
    type: 'person',
    name: 'Cora',
    handle: 'cora@x.example',
    state: 'active',
  },
  ...{ role: 'member', source, expiresAt: null, ended: false, addedBy: 'Entra' },
  ...{ addedAt: '2026-01-01T00:00:00Z', liveTokenCount: 0 },
  ...{ edit: null, saved: { role: 'member', expiresAt: null } },
});
const nothing = () => undefined;
const on = { terms: nothing, endDate: nothing, remove: nothing, undo: nothing };

const reasons = (source: MemberRow['source']) =>
  memberMenu(row(source), { change: undefined, remove: undefined }, on).flatMap((entry) =>
    typeof entry === 'object' && 'disabledReason' in entry ? [entry.disabledReason] : [],
  );

it('a membership that a provider gives is read-only, with the reason', () => {
  const reason = 'Entra gives this membership: change it there';
  expect(reasons('scim')).toEqual([reason, reason, reason]);
  expect(reasons('manual')).toEqual([undefined, undefined, undefined]);
});
