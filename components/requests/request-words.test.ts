import { expect, it } from 'vitest';
import type { Gain } from '@/domain/authority/privileged-rights';
import type { RequestView } from '@/domain/requests/request-view';
import {
  deciderWords,
  endLabel,
  gainWords,
  givenWords,
  joinWords,
  rightsVerb,
} from './request-words';

const group = { id: 'grp_1', name: 'Administrators' };
const gain = (more: Partial<Gain>): Gain => ({
  ...{ kind: 'member', group, subject: { id: 'idn_1', name: 'Otto' }, role: 'member', until: null },
  ...more,
});
const asked = (more: Partial<RequestView>) =>
  givenWords({
    ...{ kind: 'access', gainCount: 0, gains: [], extendsFrom: null, extended: null },
    requester: { name: 'Otto' },
    ...more,
  } as unknown as RequestView);

it('says what access opens beside what is held', () => {
  expect(asked({ gainCount: 0 })).toBe('Opens nothing that they can’t open already');
  expect(asked({ gainCount: 1 })).toBe('Opens 1 more operation');
  expect(asked({ gainCount: 1_204 })).toBe('Opens 1,204 more operations');
  const extendsFrom = '2026-12-01T12:00:00Z';
  const longer = { extendsFrom, extended: 'runs', gainCount: 4 } as const;
  expect(asked(longer)).toBe('Keeps 4 operations open');
  expect(asked({ ...longer, extended: 'ended' })).toBe('Opens 4 more operations');
  expect(asked({ ...longer, extended: 'removed' })).toBe(
    'Gives nothing: Otto was taken out of the group',
  );
});

it('says nobody stays who has left, or was taken out', () => {
  const words = (more: Partial<RequestView>) => {
    const request = {
      ...{ requester: { name: 'Otto' }, group, extendsFrom: '2026-12-01T12:00:00Z', ...more },
    } as unknown as RequestView;
    return [joinWords(request), rightsVerb(request), endLabel(request)];
  };
  expect(words({ extendsFrom: null, extended: null })[0]).toBe(
    'Otto joins Administrators at once.',
  );
  expect(words({ extended: 'runs' })).toEqual([
    'Otto stays in Administrators, and what their tokens open there stays open.',
    ...['keeps', 'Ends without it'],
  ]);
  expect(words({ extended: 'ended' })).toEqual([
    'Their membership has ended: Otto joins Administrators anew, and tokens that died with it stay dead.',
    ...['gains', 'Ended'],
  ]);
  expect(words({ extended: 'removed' }).slice(1)).toEqual(['had', 'Was to end']);
});

it('names the one right that a change gives, and counts several', () => {
  expect(asked({ kind: 'change', gains: [gain({})] })).toBe('Otto is in Administrators');
  expect(asked({ kind: 'change', gains: [gain({}), gain({})] })).toBe(
    'Gives 2 rights over Keyward',
  );
});

it('says whose answer an open request waits for', () => {
  const inGroup = (controlsKeyward: boolean) =>
    deciderWords({ kind: 'access', group: { ...group, slug: 'some', controlsKeyward } });
  expect(inGroup(false)).toBe('A lead of the group, or an administrator');
  expect(inGroup(true)).toBe('An administrator: the group controls Keyward');
  expect(deciderWords({ kind: 'change', group: null })).toBe('Another administrator');
});

it('puts every kind of right into words', () => {
  expect(gainWords(gain({ role: 'lead' }))).toBe('Otto is in Administrators as a lead');
  expect(gainWords(gain({ kind: 'right', subject: { id: 'o', name: 'groups.get' } }))).toBe(
    'Administrators comes to hold groups.get',
  );
  expect(gainWords(gain({ kind: 'mapping', subject: { id: 'm', name: 'ops of Okta' } }))).toBe(
    'ops of Okta leads into Administrators',
  );
  expect(gainWords(gain({ kind: 'policy', group: null, subject: null }))).toBe(
    'One administrator alone may give rights over Keyward',
  );
});
