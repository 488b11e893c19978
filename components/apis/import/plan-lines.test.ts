import { expect, test } from 'vitest';
import type { ImportPlan } from './import-plan';
import { filterLines, lossesOf, toLines } from './plan-lines';

const plan: ImportPlan = {
  operations: 3,
  names: 4,
  clashes: [],
  servers: [],
  suggestedPublic: [],
  warnings: [],
  moreWarnings: 0,
  added: [
    { name: 'issues/list', method: 'GET', pathTemplate: '/issues', aliases: ['issues/find'] },
  ],
  removed: [
    { name: 'teams/drop', method: 'DELETE', pathTemplate: '/teams', aliases: [], scopesLosing: 0 },
  ],
  changed: [
    {
      name: 'repos/get',
      method: 'GET',
      pathTemplate: '/repos/{id}',
      aliases: [],
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

test('a search finds an operation by any of its names', () => {
  expect(namesOf(filterLines(toLines(plan), 'issues/find', 'all'))).toEqual(['issues/list']);
});

test('the kind narrows the lines', () => {
  expect(namesOf(filterLines(toLines(plan), '', 'added'))).toEqual(['issues/list']);
  expect(namesOf(filterLines(toLines(plan), '', 'losing'))).toEqual(['repos/get']);
});
