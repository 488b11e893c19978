const INFO = 30;

/** A line of pino, the roles' logger: level 30 is info, 40 warning, 50 error. */
interface LogRecord {
  readonly level: number;
  readonly msg: string;
  /** What our own roles say: the error and its causes in one line. */
  readonly error?: unknown;
  /** What packages that log for themselves say: pino's rendering of an error. */
  readonly err?: { readonly message?: unknown };
}

function parseRecord(line: string): LogRecord | null {
  if (!line.startsWith('{')) return null;
  try {
    const record = JSON.parse(line);
    return typeof record.level === 'number' && typeof record.msg === 'string' ? record : null;
  } catch {
    // Not a log record after all: it is shown as it came.
    return null;
  }
}

/**
 * What a person at the terminal sees of a child's line.
 * @param verbose whether the log level was chosen by hand: then records are shown whole
 * @returns null for a record that only says that all is well
 */
export function readableLine(line: string, verbose: boolean): string | null {
  const record = verbose ? null : parseRecord(line);
  if (record === null) return line;
  if (record.level <= INFO) return null;
  const cause = record.error ?? record.err?.message;
  return typeof cause === 'string' && cause !== '' ? `${record.msg}: ${cause}` : record.msg;
}
