import { createHash } from 'node:crypto';
import { isMap, isScalar, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import type { z } from 'zod';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { type FieldError, type Refusal, refuse } from '@/domain/base/refusal';
import type { Path } from './change';
import { type File, fileSchema } from './file-schema';

export const MAX_FILE_LENGTH = 4_000_000;
const MAX_ALIASES = 100;
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
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    stringKeys: true,
    prettyErrors: false,
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return unreadable(broken.map(({ pos, message }) => ({ path: at(pos[0]), message })));
  }
  const value = toValue(document);
  if (value instanceof Error) return unreadable([{ path: '1:1', message: value.message }]);
  const placeOf = (path: Path) => at(offsetOf(document.contents, path));
  const parsed = fileSchema.safeParse(value);
  if (!parsed.success) {
    const errors = parsed.error.issues.flatMap((issue) =>
      flatten(issue).map(({ path, message }) => named(placeOf, path, message)),
    );
    return unreadable(errors);
  }
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { ok: true, file: parsed.data, sha256, placeOf };
}

/** An error of the file as a refusal has it: its path, and its line in the words. */
export const named = (placeOf: ReadFile['placeOf'], path: Path, message: string): FieldError => {
  const place = placeOf(path);
  const where = path.length > 0 ? `${path.join('.')}: ` : '';
  return { path: place, message: withholdSecrets(`${where}${message}`) };
};

function unreadable(errors: readonly FieldError[]): Refusal {
  const [first] = errors;
  const more = errors.length > 1 ? ` There are ${errors.length} problems.` : '';
  const message = `Line ${first?.path}: ${first?.message}${more}`;
  return refuse('invalid', 'configuration_invalid', message, errors.slice(0, MAX_ERRORS));
}

function toValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError) return error;
    throw error;
  }
}

type Issue = Pick<z.core.$ZodIssue, 'code' | 'message'> & {
  readonly path: readonly PropertyKey[];
  readonly keys?: readonly string[];
  readonly issues?: readonly { readonly message: string }[];
};

/** Unknown fields stand at their own names, and a name that can't be one says why. */
function flatten(found: z.core.$ZodIssue): { path: Path; message: string }[] {
  const issue = found as Issue;
  const path = issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step));
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => ({
      path: [...path, key],
      message: 'There is no such field.',
    }));
  }
  const inner = issue.code === 'invalid_key' ? issue.issues?.[0]?.message : undefined;
  return [{ path, message: inner ?? issue.message }];
}

/** Where the value at a path begins; the key of a map where there is one, else what is nearest above. */
function offsetOf(root: unknown, path: Path): number {
  let node = root as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === String(step));
      if (!pair) return offset;
      offset = (pair as Pair<Node, Node>).key.range?.[0] ?? offset;
      node = (pair as Pair<Node, Node | null>).value;
    } else {
      const item = (node as { items?: unknown[] } | null)?.items?.[Number(step)] as
        | Node
        | undefined;
      if (!item) return offset;
      offset = item.range?.[0] ?? offset;
      node = item;
    }
  }
  return offset;
}
