import { expect, test } from 'vitest';
import { lineageTree } from './lineage-tree';

const token = (id: string, parentId: string | null, day: number) => ({
  ...{ id, parentId, createdAt: `2026-01-0${day}T00:00:00Z` },
});

test('each token stands below its parent, oldest first', () => {
  const tree = lineageTree([
    token('grandchild', 'first', 4),
    token('second', 'root', 3),
    token('first', 'root', 2),
    token('root', null, 1),
  ]);
  expect(tree.map(({ id, level }) => `${level} ${id}`)).toEqual([
    '0 root',
    '1 first',
    '2 grandchild',
    '1 second',
  ]);
});

test('one whose parent is not among them stands at the top', () => {
  expect(lineageTree([token('orphan', 'elsewhere', 1)])).toMatchObject([
    { id: 'orphan', level: 0 },
  ]);
});
