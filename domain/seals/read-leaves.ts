import type pg from 'pg';
import { copiedLines } from '@/db/copied-lines';
import type { FoundLeaf } from './compare-batch';
import { LEAF_COLUMNS } from './decision-leaf';
import { leafHash } from './merkle-tree';

/** A decision as it is found, with what says where it belongs. */
export interface FoundDecision extends FoundLeaf {
  readonly verifier: string;
  /** As in its leaf. */
  readonly at: string;
}

/** The decisions of one UTC day that carry the same batch, by id; null: those that carry none. */
export interface FoundBatch {
  readonly batch: number | null;
  readonly decisions: FoundDecision[];
}

/** As the journal wrote it: milliseconds, and more digits only where somebody put them in. */
const instant = (column: string) => `case
    when mod(extract(microseconds from ${column})::bigint, 1000) = 0
      then to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    else to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') end`;

const COLUMNS = LEAF_COLUMNS.map((column) =>
  column === 'at' || column === 'folded_until' ? instant(column) : column,
).join(', ');

/** A day as Postgres gave it, `2026-01-31`: nothing else may stand in a statement as text. */
const DAY = /^\d{4,6}-\d\d-\d\d$/;

const [AT, ID, VERIFIER] = ['at', 'id', 'verifier'].map(
  (column) => 1 + LEAF_COLUMNS.indexOf(column as 'at'),
) as [number, number, number];
const LAST = Math.max(AT, ID, VERIFIER);
const TAB = 9;
const NOT_SEALED = '\\N';
const PART = 1_000;

/**
 * What the leaves of a day's decisions hash to, batch after batch in the order of their numbers, those
 * that carry none first. COPY takes no parameters, and gives the values as the leaves have them.
 */
export async function* readLeaves(client: pg.ClientBase, day: string): AsyncGenerator<FoundBatch> {
  if (!DAY.test(day)) throw new TypeError(`${day} is no day`);
  const statement = `copy (select batch, ${COLUMNS} from decisions
    where at >= timestamp '${day}' at time zone 'UTC'
      and at < (timestamp '${day}' + interval '1 day') at time zone 'UTC'
    order by batch nulls first, id collate "C") to stdout`;
  let open: { text: string; decisions: FoundDecision[] } | null = null;
  for await (const lines of copiedLines(client, statement)) {
    for (const line of lines) {
      const { batch, ...decision } = parse(line);
      if (open !== null && (open.text !== batch || isFull(open))) {
        yield closed(open);
        open = null;
      }
      open ??= { text: batch, decisions: [] };
      open.decisions.push(decision);
    }
  }
  if (open !== null) yield closed(open);
}

/** Those in no batch are only counted, however many they are: a part of them at a time. */
const isFull = ({ text, decisions }: { text: string; decisions: FoundDecision[] }): boolean =>
  text === NOT_SEALED && decisions.length >= PART;

const closed = ({ text, decisions }: { text: string; decisions: FoundDecision[] }): FoundBatch => ({
  batch: text === NOT_SEALED ? null : Number(text),
  decisions,
});

function parse(line: Buffer): FoundDecision & { readonly batch: string } {
  const values: string[] = [];
  let leafAt = 0;
  for (let start = 0; values.length <= LAST; ) {
    const end = line.indexOf(TAB, start);
    values.push(line.toString('utf8', start, end));
    start = end + 1;
    if (values.length === 1) leafAt = start;
  }
  return {
    batch: values[0] ?? '',
    ...{ at: values[AT] ?? '', id: values[ID] ?? '', verifier: values[VERIFIER] ?? '' },
    leaf: leafHash(line.subarray(leafAt)),
  };
}
