import { copyText, NULL } from './decision-leaf';
import { leafHash } from './merkle-tree';
import type { SealedDecisionLine } from './sealed-lines';

/** The journal's times have milliseconds; further digits stay where somebody put them in. */
const inMilliseconds = (instant: string): string => instant.replace(/000Z$/, 'Z');

/** The hash of the leaf that an exported decision gives: its values in the order of `LEAF_COLUMNS`. */
export function leafOfLine(line: SealedDecisionLine): Buffer {
  const { token, identity, group } = line;
  const values = [
    ...[token?.id ?? null, line.outcome, inMilliseconds(line.at), line.ip, line.id, line.verifier],
    ...[line.code, line.api, line.operation, line.method, line.path, token?.name ?? null],
    ...[identity?.id ?? null, identity?.name ?? null, group?.id ?? null, group?.slug ?? null],
    ...[line.scope, line.userAgent, line.requestId, String(line.foldedCount)],
    ...[line.foldedUntil === null ? null : inMilliseconds(line.foldedUntil), line.reason],
  ];
  const text = values.map((value) => (value === null ? NULL : copyText(value))).join('\t');
  return leafHash(Buffer.from(text, 'utf8'));
}
