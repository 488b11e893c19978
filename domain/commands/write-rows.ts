import { stringify } from 'csv-stringify/sync';
import type { Streamed, StreamFormat } from './define-stream';

export const CONTENT_TYPES: Readonly<Record<StreamFormat, string>> = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8; header=present',
  sse: 'text/event-stream',
};

type Rows = readonly object[];

/** What a spreadsheet trims before it looks for a formula: signs behind it are as good as at the start. */
const HIDDEN_FORMULA = /^(?:\n|[\s\p{Cf}]+[=+\-@＝＋－＠])/u;
const withApostrophe = (text: string) => (HIDDEN_FORMULA.test(text) ? `'${text}` : text);

/**
 * Rows as text. CSV has its header once, lists and objects as JSON, and an apostrophe before what a
 * spreadsheet would run as a formula (OWASP, CSV Injection). A server-sent event carries the cursor as
 * its id, which a browser that reconnects sends back.
 */
export const writeRows: Readonly<
  Record<StreamFormat, (stream: Streamed, rows: Rows, isFirst: boolean) => string>
> = {
  ndjson: (_, rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  csv: ({ columns }, rows, isFirst) =>
    stringify([...rows], {
      columns: [...columns],
      header: isFirst,
      cast: { string: withApostrophe },
      escape_formulas: true,
      record_delimiter: 'windows',
      // Each ends a row for whoever reads it, not only both together: a reason of two lines would be two rows.
      quoted_match: /[\r\n]/,
    }),
  sse: ({ cursorOf }, rows) =>
    rows.map((row) => `id: ${cursorOf(row as never)}\ndata: ${JSON.stringify(row)}\n\n`).join(''),
};
