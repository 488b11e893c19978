import { expect, it } from 'vitest';
import { type Actor, bearerActor, holderActor, personActor, rolesOf, sessionActor } from './actor';

const billing = { id: 'grp_1', slug: 'billing' };
const max = { type: 'person', id: 'idn_1', name: 'Max' } as const;
const none = { grants: new Map(), memberOf: new Map(), leadOf: new Map() };
const signedIn = sessionActor('ses_1', max, { ...none, memberOf: new Map([['grp_1', billing]]) });
const bearer = bearerActor('tok_1', max, { group: billing, grants: new Map() });

/** `npm run check` compiles this: a line that expects an error and has none is an error itself. */
it('an actor comes from a constructor, or does not compile', () => {
  const { kind, type, id, name, via, group, isFixed } = signedIn;
  // @ts-expect-error every field is there, and no constructor vouches for them
  const forged: Actor = { kind, type, id, name, via, group, isFixed, ...none };
  // @ts-expect-error a token has no roles
  const roles = bearer.memberOf;
  // @ts-expect-error a process came through nothing that has an id
  const through: string = personActor(max, []).via.id;
  expect([forged.id, roles, through]).toEqual(['idn_1', undefined, null]);
});

it('only who is signed in has roles', () => {
  expect(rolesOf(signedIn).memberOf.size).toBe(1);
  for (const actor of [bearer, holderActor('tok_1', max, 'tokens.revoke'), personActor(max, [])]) {
    expect([...rolesOf(actor).memberOf, ...rolesOf(actor).leadOf]).toEqual([]);
  }
});

it('rights that come from groups may have changed at the commit, others may not', () => {
  expect([signedIn.isFixed, bearer.isFixed]).toEqual([false, false]);
  const holder = holderActor('tok_1', max, 'tokens.revoke');
  expect([holder.isFixed, personActor(max, []).isFixed]).toEqual([true, true]);
  expect([...holder.grants.keys()]).toEqual(['tokens.revoke']);
});
