import { setImmediate as nextTurn } from 'node:timers/promises';
import { copyText, LEAF_COLUMNS, NULL } from '@/domain/seals/decision-leaf';
import { HASH_BYTES, treeRoot, writeLeafHash } from '@/domain/seals/merkle-tree';
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
  /** Where it begins among the lines, and where the next one does. */
  readonly start: number;
  readonly end: number;
}

const TAB = 9;
const NEWLINE = 10;
/** What is hashed in one turn of the event loop: decisions are waiting meanwhile. */
const TURN_LINES = 500;
const [AT, ID] = [LEAF_COLUMNS.indexOf('at'), LEAF_COLUMNS.indexOf('id')];

/** Seals the lines of a segment's part: a batch for each day of theirs, oldest first. */
export async function sealLines(lines: Buffer): Promise<SealedLines[]> {
  const days = new Map<string, Line[]>();
  for (let start = 0; start < lines.length; ) {
    const line = read(lines, start);
    const day = line.at.slice(0, 10);
    const known = days.get(day);
    if (known) known.push(line);
    else days.set(day, [line]);
    start = line.end;
  }
  const sealed: SealedLines[] = [];
  for (const day of [...days.keys()].sort()) {
    const found = days.get(day) ?? [];
    const leaves = await hashLeaves(lines, found);
    const times = found.map(({ at }) => at).sort();
    sealed.push({
      day,
      // Nearly always all of them are of one day.
      lines:
        days.size === 1
          ? lines
          : Buffer.concat(found.map(({ start, end }) => lines.subarray(start, end))),
      rows: found.length,
      leaves,
      root: treeRoot(leaves),
      firstAt: times[0] ?? '',
      lastAt: times.at(-1) ?? '',
    });
  }
  return sealed;
}

function read(lines: Buffer, start: number): Line {
  let [at, id] = ['', ''];
  let from = start;
  for (let column = 0; column <= ID; column += 1) {
    const to = lines.indexOf(TAB, from);
    if (column === AT) at = lines.toString('latin1', from, to);
    if (column === ID) id = lines.toString('latin1', from, to);
    from = to + 1;
  }
  return { id, at, start, end: lines.indexOf(NEWLINE, from) + 1 };
}

/** The leaves of one day's lines, in the order of their ids. */
async function hashLeaves(lines: Buffer, found: readonly Line[]): Promise<Buffer> {
  const missing = LEAF_COLUMNS.length - columnsOf(lines).split(', ').length;
  const rest = missing > 0 ? Buffer.from(`\t${NULL}`.repeat(missing)) : undefined;
  const isPlain = !holdsControls(lines);
  const leaves = Buffer.allocUnsafe(found.length * HASH_BYTES);
  for (const [at, { start, end }] of inOrder(found).entries()) {
    if (at % TURN_LINES === TURN_LINES - 1) await nextTurn();
    const place = at * HASH_BYTES;
    if (isPlain) {
      writeLeafHash(leaves, place, lines, start, end - 1, rest);
    } else {
      const data = canonical(lines.subarray(start, end - 1));
      writeLeafHash(leaves, place, data, 0, data.length, rest);
    }
  }
  return leaves;
}

/** By their ids, which begin with the time: nearly always they are in order already. */
function inOrder(found: readonly Line[]): readonly Line[] {
  const isSorted = found.every(({ id }, at) => at === 0 || (found[at - 1] as Line).id < id);
  return isSorted ? found : found.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

/** An earlier version wrote these control characters as they are; Postgres gives them back escaped. */
const CONTROLS = [0x08, 0x0b, 0x0c];
const holdsControls = (lines: Buffer): boolean => CONTROLS.some((code) => lines.includes(code));
const canonical = (line: Buffer): Buffer =>
  Buffer.from(line.toString().replace(/[\b\v\f]/g, copyText));
