import { expect, test } from 'vitest';
import type { ImportPlan } from './import-plan';
import { filterLines, lossesOf, toLines } from './plan-lines';

const plan: ImportPlan = {
  operations: 3,
  added: [{ name: 'issues/list', method: 'GET', pathTemplate: '/issues' }],
  removed: [{ name: 'teams/drop', method: 'DELETE', pathTemplate: '/teams', scopesLosing: 0 }],
  changed: [
    {
      name: 'repos/get',
      method: 'GET',
      pathTemplate: '/repos/{id}',
      before: { method: 'POST', pathTemplate: '/repository' },
      scopesLosing: 2,
    },
  ],
  unchanged: 1,
  document: {
    title: 'T',
    version: '1',
    specification: '3.0',
    hosts: [],
    basePath: '/',
    warnings: [],
  },
};
const namesOf = (lines: { name: string }[]) => lines.map((line) => line.name);

test('what loses grants comes first, then what goes, changes and comes', () => {
  expect(namesOf(toLines(plan))).toEqual(['repos/get', 'teams/drop', 'issues/list']);
});

test('losses count operations and the scopes they leave', () => {
  expect(lossesOf(toLines(plan))).toEqual({ operations: 1, grants: 2 });
});

test('a search finds a changed operation by its old path too', () => {
  expect(namesOf(filterLines(toLines(plan), 'post repository', 'all'))).toEqual(['repos/get']);
});

test('the kind narrows the lines', () => {
  expect(namesOf(filterLines(toLines(plan), '', 'added'))).toEqual(['issues/list']);
  expect(namesOf(filterLines(toLines(plan), '', 'losing'))).toEqual(['repos/get']);
});
