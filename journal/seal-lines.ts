import { setImmediate as nextTurn } from 'node:timers/promises';
import { copyText, LEAF_COLUMNS, NULL } from '@/domain/seals/decision-leaf';
import { leafHash, treeRoot } from '@/domain/seals/merkle-tree';
import { columnsOf } from './decision-line';

/** Lines of one UTC day, as they are copied, and what seals them. */
export interface SealedLines {
  /** `2026-01-31` */
  readonly day: string;
  readonly lines: Buffer;
  readonly rows: number;
  /** Hashes of the leaves, 32 bytes each, by the ids of their decisions. */
  readonly leaves: Buffer;
  readonly root: Buffer;
  /** RFC 3339: when the first was and when the last. */
  readonly firstAt: string;
  readonly lastAt: string;
}

interface Line {
  readonly id: string;
  readonly at: string;
  readonly text: Buffer;
  readonly leaf: Buffer;
}

const TAB = 9;
const NEWLINE = 10;
/** What is hashed in one turn of the event loop: decisions are waiting meanwhile. */
const TURN_LINES = 500;
const [AT, ID] = [LEAF_COLUMNS.indexOf('at'), LEAF_COLUMNS.indexOf('id')];

/** Seals the lines of a segment's part: a batch for each day of theirs, oldest first. */
export async function sealLines(lines: Buffer): Promise<SealedLines[]> {
  const days = new Map<string, Line[]>();
  const missing = LEAF_COLUMNS.length - columnsOf(lines).split(', ').length;
  const rest = Buffer.from(`\t${NULL}`.repeat(missing));
  let turn = 0;
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(NEWLINE, start);
    const line = read(lines.subarray(start, end + 1), rest);
    const day = line.at.slice(0, 10);
    const known = days.get(day);
    if (known) known.push(line);
    else days.set(day, [line]);
    start = end + 1;
    turn += 1;
    if (turn % TURN_LINES === 0) await nextTurn();
  }
  return [...days].sort(([one], [other]) => (one < other ? -1 : 1)).map(seal);
}

function read(text: Buffer, rest: Buffer): Line {
  const values: string[] = [];
  for (let start = 0; values.length <= ID; ) {
    const end = text.indexOf(TAB, start);
    values.push(text.toString('latin1', start, end));
    start = end + 1;
  }
  const data = canonical(text.subarray(0, -1));
  const leaf = leafHash(rest.length === 0 ? data : Buffer.concat([data, rest]));
  return { id: values[ID] ?? '', at: values[AT] ?? '', text, leaf };
}

/** An earlier version wrote these control characters as they are; Postgres gives them back escaped. */
function canonical(line: Buffer): Buffer {
  if (!line.includes(0x08) && !line.includes(0x0b) && !line.includes(0x0c)) return line;
  return Buffer.from(line.toString().replace(/[\b\v\f]/g, copyText));
}

function seal([day, found]: [string, Line[]]): SealedLines {
  const byId = found.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const leaves = Buffer.concat(byId.map(({ leaf }) => leaf));
  const times = found.map(({ at }) => at).sort();
  return {
    day,
    lines: Buffer.concat(found.map(({ text }) => text)),
    rows: found.length,
    leaves,
    root: treeRoot(leaves),
    firstAt: times[0] ?? '',
    lastAt: times.at(-1) ?? '',
  };
}
