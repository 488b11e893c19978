import { once } from 'node:events';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { CommandFailure } from '@/cli/failure';
import { type Asked, type ExportState, forgetState, writeState } from './export-state';

const inGzip = promisify(gzip);

/** Written at once: what is in memory, and a member of its own where it is gzip (RFC 1952, 2.2). */
const PIECE_BYTES = 4_194_304;

/** Where rows go as they come. */
export interface Sink {
  /** What has been taken so far. */
  state(): ExportState;
  write(text: string, cursor: string, rows: number): Promise<void>;
  /** Writes what is left. */
  end(): Promise<void>;
  /** Writes what is left, so that the export can go on there. */
  suspend(): Promise<void>;
}

/** Standard output, which takes a piece before the next is made. */
export function toStandardOutput(asked: Asked): Sink {
  const sink = collect({ ...asked, rows: 0, bytes: 0 }, async (bytes) => {
    if (!process.stdout.write(bytes)) await once(process.stdout, 'drain');
  });
  return { ...sink, end: sink.flush, suspend: sink.flush };
}

/** A new file, or one that goes on where it stopped, with what says how far it is beside it. */
export async function toFile(file: string, asked: Asked, kept: ExportState | null): Promise<Sink> {
  const handle = await openFile(file, kept);
  const start = kept ?? { ...asked, rows: 0, bytes: 0 };
  const sink = collect(start, async (bytes, state) => {
    await handle.write(bytes, 0, bytes.length, state.bytes - bytes.length);
    await handle.datasync();
    await writeState(file, state);
  });
  if (!kept) await writeState(file, start);
  const suspend = async () => {
    await sink.flush();
    await handle.close();
  };
  const end = async () => {
    await suspend();
    await forgetState(file);
  };
  return { ...sink, end, suspend };
}

async function openFile(file: string, kept: ExportState | null): Promise<FileHandle> {
  try {
    const handle = await open(file, kept ? 'r+' : 'wx', 0o600);
    // What came after the last row that is known of may end in the middle of one.
    if (kept) await handle.truncate(kept.bytes);
    return handle;
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'EEXIST') {
      throw new CommandFailure(`${file} exists: name another file, or go on with --resume`, {
        cause,
      });
    }
    const why = code === 'ENOENT' && !kept ? 'there is no such folder' : code || String(cause);
    throw new CommandFailure(`${file} can’t be written: ${why}`, { cause });
  }
}

/** Collects texts into pieces; `put` is given each with the state that holds once it is written. */
function collect(
  start: ExportState,
  put: (bytes: Buffer, state: ExportState) => Promise<void>,
): Omit<Sink, 'end' | 'suspend'> & { flush(): Promise<void> } {
  let state = start;
  let waiting: string[] = [];
  let size = 0;
  let last = { after: start.after, rows: 0 };
  const flush = async () => {
    if (waiting.length === 0) return;
    const text = Buffer.from(waiting.join(''));
    const bytes = state.gzip ? await inGzip(text) : text;
    const { after } = last;
    const rows = state.rows + last.rows;
    state = {
      ...state,
      ...(after !== undefined && { after }),
      rows,
      bytes: state.bytes + bytes.length,
    };
    await put(bytes, state);
    [waiting, size, last] = [[], 0, { after, rows: 0 }];
  };
  return {
    state: () => ({ ...state, rows: state.rows + last.rows }),
    async write(text, cursor, rows) {
      waiting.push(text);
      size += text.length;
      last = { after: cursor, rows: last.rows + rows };
      if (size >= PIECE_BYTES) await flush();
    },
    flush,
  };
}
