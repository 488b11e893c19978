import { expect, it } from 'vitest';
import { parseQuery } from '@/domain/history/query/parse-query';
import { readyViews } from './ready-views';

const groups = Array.from({ length: 40 }, (_, index) => `grp_${String(index).padStart(26, '0')}`);

it.each([0, 1, 40])('each can be asked where %i groups are privileged', (count) => {
  for (const { q } of readyViews(groups.slice(0, count))) {
    expect(parseQuery(q)).toMatchObject({ ok: true });
    expect(q.length).toBeLessThanOrEqual(500);
  }
});

it('names the privileged groups, and says of how many where they are too many for a query', () => {
  const names = (count: number) => readyViews(groups.slice(0, count)).map(({ name }) => name);
  expect(names(0).join()).not.toContain('privileged');
  expect(names(2)).toContain('Changes to privileged groups');
  expect(names(40)).toContainEqual(
    expect.stringMatching(/^Changes to privileged groups \(\d+ of 40\)$/),
  );
});
