import { setTimeout as wait } from 'node:timers/promises';
import { CommandFailure } from '@/cli/failure';
import { openControlApi } from '@/cli/remote/control-api';
import { type AnyStream, BATCH_ROWS } from '@/domain/commands/define-stream';

/** How often in a row the connection may break without a row having come. */
const MAX_BREAKS = 4;

/**
 * Rows over HTTP, a batch at a time. Where the transfer breaks it is taken up again after the last row
 * that came.
 */
export async function* remoteRows(
  stream: AnyStream,
  input: Readonly<Record<string, string>>,
): AsyncGenerator<readonly object[], void> {
  let after = input.after;
  for (let breaks = 0; ; ) {
    const query = new URLSearchParams({ ...input, format: 'ndjson', ...(after && { after }) });
    const body = await openControlApi({ method: 'GET', path: stream.http?.path ?? '', query });
    try {
      for await (const rows of batchesOf(body)) {
        yield rows;
        after = stream.stream.cursorOf(rows.at(-1) as never);
        breaks = 0;
      }
      return;
    } catch (cause) {
      if (!isBroken(cause)) throw cause;
      breaks += 1;
      if (breaks > MAX_BREAKS) {
        const message = 'the transfer broke: what has come is right, and --resume goes on after it';
        throw new CommandFailure(message, { cause });
      }
      process.stderr.write('the transfer broke, and is taken up again after the last row\n');
      await wait(breaks * 500);
    }
  }
}

/** What undici throws where a body ends too early. */
const isBroken = (error: unknown): boolean =>
  error instanceof TypeError && /terminated|fetch failed/.test(error.message);

async function* batchesOf(body: AsyncIterable<Uint8Array>): AsyncGenerator<object[], void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  let rows: object[] = [];
  let broken: unknown;
  try {
    for await (const piece of body) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        rows.push(JSON.parse(line) as object);
        if (rows.length < BATCH_ROWS) continue;
        yield rows;
        rows = [];
      }
    }
  } catch (error) {
    broken = error;
  }
  // Whatever is between here and there, a row ends with its line.
  if (rest !== '' && broken === undefined) broken = new TypeError('terminated');
  // Whole rows that came before the transfer broke are right.
  if (rows.length > 0) yield rows;
  if (broken !== undefined) throw broken;
}
