import { goal, milliseconds, percent, table, thousands, times } from '../lib/print';
import { NAMES } from './contenders';
import type { Measured } from './measure';

/** What each of ours is compared with: the same kind of request, answered by next to nothing. */
export const LIMIT_OF: Record<string, string> = {
  [NAMES.authorize]: NAMES.limitGet,
  [NAMES.verify]: NAMES.limitPost,
};
const OTHERS: readonly string[] = [NAMES.betterAuth, NAMES.oidcProvider, NAMES.lookup];

/** @returns for each goal whether it was met */
export function reportMany(measured: readonly Measured[], connections: number): boolean[] {
  printTable(measured, connections);
  return pairs(measured).flatMap(({ ours, limit }) => [
    ...shareOfLimit(ours, limit, 0.65, connections),
    ...measured
      .filter(({ name }) => OTHERS.includes(name))
      .map((other) => {
        const ratio = ours.answersPerSecond / other.answersPerSecond;
        return goal(`${ours.name} ≥ 10 × ${other.name}`, times(ratio), ratio >= 10);
      }),
  ]);
}

/** @returns for each goal whether it was met */
export function reportFew(measured: readonly Measured[], connections: number): boolean[] {
  printTable(measured, connections);
  return pairs(measured).flatMap(({ ours, limit }) => shareOfLimit(ours, limit, 0.3, connections));
}

const pairs = (measured: readonly Measured[]) =>
  measured
    .filter(({ name }) => name in LIMIT_OF)
    .map((ours) => ({ ours, limit: measured.find(({ name }) => name === LIMIT_OF[ours.name]) }));

/** By answers and by CPU; the lower one counts, since either may be held down by the load. */
function shareOfLimit(ours: Measured, limit: Measured | undefined, least: number, at: number) {
  if (limit === undefined) return [];
  const byTime = ours.answersPerSecond / limit.answersPerSecond;
  const byCpu = ours.answersPerCpuSecond / limit.answersPerCpuSecond;
  const text = `${ours.name} ≥ ${percent(least)} of ${limit.name} at ${at} connections`;
  const found = `${percent(byTime)} by answers a second, ${percent(byCpu)} by CPU`;
  return [goal(text, found, !(Math.min(byTime, Number.isNaN(byCpu) ? 1 : byCpu) < least))];
}

function printTable(measured: readonly Measured[], connections: number): void {
  const ours = measured.find(({ name }) => name === NAMES.authorize);
  const perSecond = `answers/s at ${connections}`;
  table(
    [perSecond, 'median', 'per CPU s', 'p99', 'authorize is', 'refused', 'failed'],
    measured.map((one) => [
      one.name,
      thousands(one.answersPerSecond),
      thousands(one.answersPerCpuSecond),
      milliseconds(one.p99Ms),
      ours ? `${(ours.answersPerSecond / one.answersPerSecond).toFixed(2)} ×` : '',
      thousands(one.refusals),
      thousands(one.failures),
    ]),
  );
}
