import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BUDGET_MS, type Span, searchBack } from './search-back';

const START_MS = Date.parse('2026-11-27T00:00:00Z');
const DAY_MS = 86_400_000;

/** A log with rows at these times, of which a day takes so long to look through. */
function log(times: readonly number[], msPerDay: number, startMs = START_MS) {
  let clock = 0;
  const spans: Span[] = [];
  const look = (span: Span, limit: number, ms: number | null) => {
    spans.push(span);
    const fromMs = span.fromMs ?? startMs - 400 * DAY_MS;
    const takes = (((span.toMs ?? startMs) - fromMs) / DAY_MS) * msPerDay;
    if (ms !== null && takes > ms) {
      clock += ms;
      return Promise.resolve(null);
    }
    clock += takes;
    const isIn = (at: number) => at >= fromMs && at < (span.toMs ?? Number.POSITIVE_INFINITY);
    return Promise.resolve(
      times
        .filter(isIn)
        .sort((one, other) => other - one)
        .slice(0, limit),
    );
  };
  return { look, spans, now: () => clock };
}

const asked = { startMs: START_MS, endMs: null, limit: 3 };

it('rows that are common are found in the first span', async () => {
  const rows = Array.from({ length: 50 }, (_, at) => START_MS - 1 - at * 1_000);
  const { look, spans, now } = log(rows, 100);
  const found = await searchBack({ ...asked, look, now });
  expect(found).toEqual({ rows: rows.slice(0, 3), searchedToMs: null });
  expect(spans).toHaveLength(1);
});

it('where the time is over, it says down to where it has looked', async () => {
  const rows = [START_MS - 2 * DAY_MS, START_MS - 100 * DAY_MS];
  const { look, now } = log(rows, 100);
  const found = await searchBack({ ...asked, look, now });
  expect(found.rows).toEqual(rows.slice(0, 1));
  expect(found.searchedToMs).toBe(START_MS - (6 + 24 + 96) * 3_600_000);
  expect(now()).toBeLessThanOrEqual(BUDGET_MS);
});

it('a search that is asked for no further back ends there', async () => {
  const endMs = START_MS - 10 * DAY_MS;
  const { look, spans, now } = log([endMs - 1], 1);
  expect(await searchBack({ ...asked, endMs, look, now })).toEqual({
    rows: [],
    searchedToMs: null,
  });
  expect(spans.at(-1)?.fromMs).toBe(endMs);
});

it('however slow the log is, asking again and again finds every row once', async () => {
  const time = fc.integer({ min: START_MS - 200 * DAY_MS, max: START_MS - 1 });
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(time, { maxLength: 20 }),
      fc.constantFrom(1, 50, 1_000, 50_000),
      async (times, msPerDay) => {
        const found: number[] = [];
        for (let [startMs, pages] = [START_MS as number | null, 0]; startMs !== null; pages += 1) {
          expect(pages).toBeLessThan(5_000);
          const from: number = startMs;
          const left = times.filter((at) => at < from);
          const { look, now } = log(left, msPerDay, from);
          const page = await searchBack({
            ...asked,
            startMs: from,
            endMs: START_MS - 3 * DAY_MS,
            look,
            now,
          });
          found.push(...page.rows);
          const last = page.rows.at(-1);
          startMs = page.searchedToMs ?? (page.rows.length >= 3 ? (last ?? null) : null);
        }
        const isWanted = (at: number) => at >= START_MS - 3 * DAY_MS;
        // The last span may reach further back than it had to.
        const wanted = times.filter(isWanted);
        expect(found.filter(isWanted)).toEqual(wanted.sort((one, other) => other - one));
      },
    ),
    { numRuns: 40 },
  );
});
