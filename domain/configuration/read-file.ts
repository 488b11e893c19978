import { createHash } from 'node:crypto';
import { Lexer, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { type FieldError, type Refusal, refuse } from '@/domain/base/refusal';
import { cut } from '@/domain/base/text';
import { writtenNumber } from '@/domain/base/written';
import { boundsProblem } from './bounds';
import type { Path } from './change';
import { type File, fileSchema } from './file-schema';
import { nearestField } from './nearest-field';
import { offsets } from './offsets';

/** Characters. 2,000 operations and 200 groups have 800,000 of them, and 150,000 pieces. */
const MAX_FILE_LENGTH = 1_000_000;
/** What YAML takes a text apart into: names, values, signs, indents and line ends. */
const MAX_PIECES = 200_000;
const MAX_ERRORS = 50;

export interface ReadFile {
  readonly ok: true;
  readonly file: File;
  /** Of its text, in hex. */
  readonly sha256: string;
  /** `line:column` of what stands at a path, or of the nearest above it; both from 1. */
  placeOf(path: Path): string;
}

/** Reads a configuration file (YAML 1.2; JSON is YAML). What is wrong with it is told with its line. */
export function readFile(text: string): ReadFile | Refusal {
  if (text.length > MAX_FILE_LENGTH) {
    return tooMuch(`${writtenNumber(MAX_FILE_LENGTH)} characters`, text.length);
  }
  // Taking it apart is a tenth of the work: what is too much is refused before anything is made of it.
  const pieces = countPieces(text);
  if (pieces > MAX_PIECES) return tooMuch(`${writtenNumber(MAX_PIECES)} pieces`, pieces);
  const lines = new LineCounter();
  const document = parsed(text, lines);
  if (document === null) return unreadable([{ path: '1:1', message: TOO_DEEP }]);
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    const told = broken
      .slice(0, MAX_ERRORS)
      .map(({ pos, message }) => ({ path: at(pos[0]), message }));
    return unreadable(told, broken.length);
  }
  const problem = boundsProblem(document.contents);
  if (problem) return unreadable([{ path: at(problem.offset), message: problem.message }]);
  const value: unknown = document.toJS({ maxAliasCount: -1 });
  const offsetOf = offsets(document.contents);
  const placeOf = (path: Path) => at(offsetOf(path));
  const read = fileSchema.safeParse(value);
  if (!read.success) {
    const { first, count } = problemsOf(read.error.issues);
    return unreadable(
      first.map(({ path, message }) => named(placeOf, path, message)),
      count,
    );
  }
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { ok: true, file: read.data, sha256, placeOf };
}

const TOO_DEEP = 'This is nested deeper than any configuration is.';

const tooMuch = (bound: string, found: number): Refusal =>
  unreadable([
    {
      path: '1:1',
      message: `A file has at most ${bound}, and this has ${writtenNumber(found)}: divide it.`,
    },
  ]);

function countPieces(text: string): number {
  let pieces = 0;
  for (const _piece of new Lexer().lex(text)) pieces += 1;
  return pieces;
}

/** `uniqueKeys` compares each key with each; the bounds look at them once. */
function parsed(text: string, lineCounter: LineCounter) {
  const options = { lineCounter, stringKeys: true, prettyErrors: false, uniqueKeys: false };
  const { stackTraceLimit } = Error;
  // Each mistake is an Error: with its stack, two hundred thousand take four times as long.
  Error.stackTraceLimit = 0;
  try {
    return parseDocument(text, options);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** An error of the file as a refusal has it: its path, and its line in the words. */
export const named = (placeOf: ReadFile['placeOf'], path: Path, message: string): FieldError => {
  const place = placeOf(path);
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  return { path: place, message: withholdSecrets(cut(`${where}${message}`, MAX_MESSAGE)) };
};

const MAX_MESSAGE = 1_000;

function unreadable(errors: readonly FieldError[], count = errors.length): Refusal {
  const [first] = errors;
  const shown = count > errors.length ? `, of which the first ${errors.length} are told` : '';
  const more = count > 1 ? ` There are ${count} problems${shown}.` : '';
  const message = `Line ${first?.path}: ${first?.message}${more}`;
  return refuse('invalid', 'configuration_invalid', message, errors);
}

type Issue = Pick<z.core.$ZodIssue, 'code' | 'message'> & {
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
  readonly issues?: readonly { readonly message: string }[];
};

/** All are counted, and as many as are told are put in words. */
function problemsOf(issues: readonly z.core.$ZodIssue[]) {
  const first: { path: Path; message: string }[] = [];
  let count = 0;
  for (const issue of issues as readonly Issue[]) {
    const keys = issue.code === 'unrecognized_keys' ? (issue.keys ?? []) : null;
    count += keys?.length ?? 1;
    const room = MAX_ERRORS - first.length;
    if (room > 0) first.push(...(keys ? strange(issue, keys.slice(0, room)) : [worded(issue)]));
  }
  return { first, count };
}

const pathOf = ({ path }: Issue): Path =>
  path.map((step) => (typeof step === 'symbol' ? String(step) : step));

/** Unknown fields stand at their own names. */
const strange = (issue: Issue, keys: readonly string[]) =>
  keys.map((key) => ({
    path: [...pathOf(issue), key],
    message: `There is no such field. ${nearestField(fileSchema, pathOf(issue), key)}`,
  }));

/** A name that can't be one says why. */
const worded = (issue: Issue) => ({
  path: pathOf(issue),
  message: (issue.code === 'invalid_key' ? issue.issues?.[0]?.message : undefined) ?? issue.message,
});
