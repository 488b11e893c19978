import type pg from 'pg';
import { newId } from '@/domain/base/ids';
import { CallerUses } from '../caller-uses';
import { toDecisionLine } from '../decision-line';
import type { Decision } from '../record/decision';
import { newDecisionId } from '../record/fast-id';
import { shipLines } from '../ship-lines';

/** A user agent with every character that lines escape, and some that they don't. */
export const ODD_TEXT = 'a\\b\tc\nd\re\bf\vg\fh\u0001\u007f "é" \u2028 😀';
export const NOON_MS = Date.parse('2026-01-31T12:00:00.123Z');

const decisionAt = (atMs: number): Decision => ({
  ...{ id: newDecisionId(atMs), atMs, code: 'token_unknown', reason: null, token: null },
  ...{ identity: null, group: null, api: 'shop', operation: null, scope: null, scopes: [] },
  request: { method: 'GET', path: '/x', ip: '192.0.2.1', userAgent: ODD_TEXT, requestId: null },
  callerTokenId: null,
});

/**
 * Ships decisions of these times as one part of a segment.
 * @param cut how many of the last columns an earlier version's lines lack
 */
export async function shipDecisions(
  pool: pg.Pool,
  verifier: string,
  times: readonly number[],
  cut = 0,
): Promise<void> {
  const lines = times
    .map((ms) => toDecisionLine(decisionAt(ms), verifier))
    .map((line) => (cut === 0 ? line : `${line.split('\t').slice(0, -cut).join('\t')}\n`));
  await shipLines(pool, {
    ...{ segmentId: newId('request'), verifier, from: 0, to: 1 },
    ...{ lines: Buffer.from(lines.join('')), uses: new CallerUses() },
  });
}
