import { expect, test } from 'vitest';
import { homeOf } from './home-of';

const nobody = { setsUp: false, stops: false, seesAll: false, leads: false };

test('an administrator and an auditor see the whole installation, attention first', () => {
  const administrator = { setsUp: true, stops: true, seesAll: true, leads: true };
  expect(homeOf(administrator)).toMatchObject({ finds: false, isWhole: true });
  expect(homeOf({ ...nobody, seesAll: true })).toMatchObject({ finds: false, isWhole: true });
});

test('a responder has the field for what leaked before all else', () => {
  const responder = { ...nobody, stops: true, seesAll: true };
  expect(homeOf(responder)).toMatchObject({ finds: true, isWhole: true });
});

test('a lead sees the groups they lead, a member what is their own', () => {
  expect(homeOf({ ...nobody, leads: true })).toMatchObject({ isWhole: false, leads: true });
  expect(homeOf(nobody)).toMatchObject({ finds: false, isWhole: false, leads: false });
});
