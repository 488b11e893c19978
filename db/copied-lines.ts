import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';

const NEWLINE = 10;

/**
 * The rows of `copy … to stdout` as they come, many at a time: a line each, in the text format of COPY
 * and without its newline. COPY takes no parameters: nothing that was sent may stand in `statement`.
 */
export async function* copiedLines(
  client: pg.ClientBase,
  statement: string,
): AsyncGenerator<readonly Buffer[], void> {
  const stream = client.query(copyTo(statement));
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
      const bytes: Buffer = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      const lines: Buffer[] = [];
      let start = 0;
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
        lines.push(bytes.subarray(start, end));
        start = end + 1;
      }
      rest = bytes.subarray(start);
      yield lines;
    }
  } finally {
    // Who stops early leaves rows on the way, and the connection answers nothing else before them.
    if (!stream.destroyed) await finished(stream.resume());
  }
}

const ESCAPED: Readonly<Record<string, string>> = {
  ...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' },
};

/** The values of a line, null where the column was (documentation of COPY, "Text Format"). */
export const copiedValues = (line: Buffer): (string | null)[] =>
  line
    .toString('utf8')
    .split('\t')
    .map((value) => {
      if (!value.includes('\\')) return value;
      if (value === '\\N') return null;
      return value.replace(/\\(.)/g, (_, letter: string) => ESCAPED[letter] ?? letter);
    });
