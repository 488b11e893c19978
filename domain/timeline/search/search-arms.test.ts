import { expect, it } from 'vitest';
import { searchArms } from './search-arms';
import { BUDGET_MS, type Span } from './search-back';

const HOUR_MS = 3_600_000;
const NOW_MS = Date.parse('2026-11-27T00:00:00Z');
const hoursAgo = (hours: number) => NOW_MS - hours * HOUR_MS;

interface Row {
  readonly at: string;
  readonly row: { readonly id: string };
}
const rowAt = (ms: number): Row => ({ at: new Date(ms).toISOString(), row: { id: `dec_${ms}` } });

/** A log with a row in the middle of each of these hours, of which every look takes so long. */
function log(hours: readonly number[], msPerLook: number) {
  let clock = 0;
  const looks: Span[] = [];
  const rows = hours.map((hour) => hoursAgo(hour) - HOUR_MS / 2);
  const look = async ({ fromMs, toMs }: Span, limit: number, ms: number | null) => {
    looks.push({ fromMs, toMs });
    clock += Math.min(msPerLook, ms ?? msPerLook);
    if (ms !== null && msPerLook > ms) return null;
    return rows
      .filter((at) => at >= (fromMs ?? 0) && at < (toMs ?? NOW_MS))
      .toSorted((one, other) => other - one)
      .slice(0, limit)
      .map(rowAt);
  };
  const search = { startMs: NOW_MS, endMs: null, limit: 50, now: () => clock };
  return { look, looks, search, now: () => clock, rows: rows.map(rowAt) };
}

const spansOf = (hours: readonly number[]) =>
  hours.map((hour) => ({ fromMs: hoursAgo(hour + 1), toMs: hoursAgo(hour) }));

it('only the times that have rows are looked through', async () => {
  const hours = [2, 40, 700];
  const { look, looks, search, rows } = log(hours, 1);
  const found = await searchArms(search, [{ by: spansOf(hours) }], () => look);
  expect(found).toEqual({ rows, searchedToMs: null });
  expect(looks).toEqual(spansOf(hours));
});

it('many of them end with the time, and a reader who asks again gets further', async () => {
  const hours = Array.from({ length: 40 }, (_, index) => 3 * index);
  const { look, search, now, rows } = log(hours, BUDGET_MS / 10);
  const first = await searchArms(search, [{ by: spansOf(hours) }], () => look);
  expect(now()).toBeLessThanOrEqual(2 * BUDGET_MS);
  expect(first.rows).toEqual(rows.slice(0, first.rows.length));
  expect(first.rows.length).toBeGreaterThanOrEqual(9);
  const next = first.rows.length;
  expect(first.searchedToMs).toBe(hoursAgo(3 * next));
  const left = spansOf(hours).slice(next);
  const again = { ...search, startMs: first.searchedToMs ?? 0 };
  const second = await searchArms(again, [{ by: left }], () => look);
  expect(second.rows[0]).toEqual(rows[next]);
});

it('where an arm before it took all the time, one is looked through still', async () => {
  const { look, search, rows } = log([2, 40], BUDGET_MS);
  const arms = [{ by: 'back' as const }, { by: spansOf([2, 40]) }];
  const found = await searchArms(search, arms, (arm) => (arm.by === 'back' ? slow : look));
  expect(found.rows).toEqual(rows.slice(0, 1));
  expect(found.searchedToMs).toBe(hoursAgo(1.5));

  async function slow(span: Span, _limit: number, ms: number | null) {
    return ms === null || (span.fromMs ?? 0) >= hoursAgo(1.5) ? [] : null;
  }
});

it('a row that two arms find comes once, the newest first', async () => {
  const { look, search, rows } = log([1, 5, 9], 1);
  const arms = [{ by: 'index' as const }, { by: spansOf([5, 9]) }];
  expect((await searchArms(search, arms, () => look)).rows).toEqual(rows);
});

it('the day that goes on, which has no index, is looked through once', async () => {
  const { look, looks, search, rows } = log([1, 20, 40, 700], 1);
  const evening = { ...search, startMs: hoursAgo(-22) };
  expect(await searchArms(evening, [{ by: 'back' }], () => look)).toEqual({
    ...{ rows, searchedToMs: null },
  });
  expect(looks[0]).toEqual({ fromMs: NOW_MS, toMs: null });
  expect(looks.slice(1)).toEqual([{ fromMs: null, toMs: NOW_MS }]);
  // Just after midnight the day before has none yet.
  const early = log([1, 20, 40, 700], 1);
  await searchArms({ ...search, startMs: hoursAgo(-1) }, [{ by: 'back' }], () => early.look);
  expect(early.looks[0]).toEqual({ fromMs: hoursAgo(24), toMs: null });
});

it('where no index leads to what came before, it is looked through from the newest back', async () => {
  const { look, looks, search, rows } = log([1, 20, 40], 1);
  const unled = async (span: Span, limit: number, ms: number | null) =>
    span.fromMs === null && looks.length < 4 ? null : look(span, limit, ms);
  const evening = { ...search, startMs: hoursAgo(-22) };
  const found = await searchArms(evening, [{ by: 'back' }], () => unled);
  expect(found).toEqual({ rows, searchedToMs: null });
  expect(looks.slice(0, 3)).toEqual([
    { fromMs: NOW_MS, toMs: null },
    { fromMs: hoursAgo(6), toMs: NOW_MS },
    { fromMs: hoursAgo(30), toMs: hoursAgo(6) },
  ]);
});

it('a day too long for half the time is looked through from the newest back', async () => {
  const { look, looks, search } = log([1], 1);
  const long = async (span: Span, limit: number, ms: number | null) => {
    const isDay = span.toMs === null && span.fromMs === hoursAgo(24);
    return isDay ? null : look(span, limit, ms);
  };
  const found = await searchArms({ ...search, limit: 1 }, [{ by: 'back' }], () => long);
  expect(found.rows).toHaveLength(1);
  expect(looks).toEqual([{ fromMs: hoursAgo(6), toMs: null }]);
});
