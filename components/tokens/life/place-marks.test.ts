import { expect, it } from 'vitest';
import { MAX_LANES, placeMarks } from './place-marks';

const numbersOf = (places: ReturnType<typeof placeMarks>) =>
  places.flatMap(({ first, last }) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );

it('marks that are far apart stand on the line, each at its time', () => {
  expect(placeMarks([100, 150, 200], 100, 200)).toEqual([
    { first: 1, last: 1, x: 0, lane: 0 },
    { first: 2, last: 2, x: 50, lane: 0 },
    { first: 3, last: 3, x: 100, lane: 0 },
  ]);
});

it('marks of one moment stand above each other, and what has no room joins the last', () => {
  const places = placeMarks([0, 0, 0, 0, 0, 0, 1_000], 0, 1_000);
  expect(places.map(({ first, last, lane }) => [first, last, lane])).toEqual([
    ...[
      [1, 1, 0],
      [2, 2, 1],
      [3, 3, 2],
      [4, 6, 3],
    ],
    [7, 7, 0],
  ]);
});

it('no mark is lost or covers another, however many there are', () => {
  for (const count of [1, 2, 9, 60, 205]) {
    for (const power of [1, 3, 8]) {
      const atMs = Array.from({ length: count }, (_, index) => 1_000 * (index / count) ** power);
      const places = placeMarks(atMs, 0, 1_000);
      expect(numbersOf(places)).toEqual(atMs.map((_, index) => index + 1));
      for (const [index, { x, lane }] of places.entries()) {
        expect(lane).toBeLessThan(MAX_LANES);
        const right = places.slice(index + 1).find((place) => place.lane === lane);
        if (right) expect(right.x - x).toBeGreaterThanOrEqual(7.8 - 1e-9);
      }
    }
  }
});

it('a life of no length has a place', () => {
  expect(placeMarks([5], 5, 5)).toEqual([{ first: 1, last: 1, x: 0, lane: 0 }]);
});
