import { expect, it } from 'vitest';
import { idOf, type TimelineEntry } from '../timeline/entry';
import { sampleDecision } from '../timeline/sample-entries';
import { MAX_KEPT, newsOf, noTail, type TailState, tailReducer } from './tail-state';

const none: ReadonlySet<string> = new Set();
const row = (minute: number) => sampleDecision(minute);

function arrive(
  state: TailState,
  rows: readonly TimelineEntry[],
  { skipped = 0, known = none, isFollowing = false }: ArriveOptions = {},
) {
  return tailReducer(state, { type: 'arrived', rows, skipped, known, isFollowing });
}
type ArriveOptions = {
  skipped?: number | null;
  known?: ReadonlySet<string>;
  isFollowing?: boolean;
};
const ids = (rows: readonly TimelineEntry[]) => rows.map(idOf);

it('holds what arrives until it is asked for, newest first', () => {
  const state = arrive(arrive(noTail, [row(2), row(1)]), [row(3)]);
  expect(ids(state.held)).toEqual(['dec_3', 'dec_2', 'dec_1']);
  expect(state.shown).toEqual([]);
  expect(newsOf(state)).toBe('3 new');
  const shown = tailReducer(state, { type: 'show' });
  expect(ids(shown.shown)).toEqual(['dec_3', 'dec_2', 'dec_1']);
  expect(newsOf(shown)).toBe(null);
});

it('shows at once what arrives while one looks, with what was held', () => {
  const state = arrive(arrive(noTail, [row(1)]), [row(2)], { isFollowing: true });
  expect(ids(state.shown)).toEqual(['dec_2', 'dec_1']);
  expect(state.held).toEqual([]);
});

it('a row comes once, though it was on the page or comes again', () => {
  const state = arrive(noTail, [row(2), row(1)], { known: new Set(['dec_1']) });
  expect(ids(arrive(state, [row(3), row(2)]).held)).toEqual(['dec_3', 'dec_2']);
});

it('keeps so many at most, and none after the first that it leaves', () => {
  const many = Array.from({ length: MAX_KEPT + 5 }, (_, index) =>
    sampleDecision(1, { id: `dec_${MAX_KEPT + 5 - index}` }),
  );
  const full = arrive(noTail, many);
  expect(full.held).toHaveLength(MAX_KEPT);
  expect(full.held.at(-1)).toBe(many.at(-1));
  expect(newsOf(full)).toBe(`${MAX_KEPT} new and 5 more`);
  const after = tailReducer(full, { type: 'show' });
  expect(newsOf(after)).toBe('5 more');
  expect(arrive(after, [sampleDecision(9, { id: 'dec_next' })]).left).toBe(6);
});

it('rows that the server left out leave a gap, so the newer ones are counted too', () => {
  const state = arrive(arrive(noTail, [row(1)]), [row(5)], { skipped: 40, isFollowing: true });
  expect(ids(state.shown)).toEqual(['dec_1']);
  expect(newsOf(state)).toBe('41 more');
  expect(newsOf(arrive(state, [], { skipped: null }))).toBe('Many more');
});
