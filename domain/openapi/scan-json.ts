import { type DocumentProblem, MAX_PROBLEMS } from './api-document';
import { pointer, quote } from './text';

export const MAX_NESTING = 100;
export const MAX_VALUES = 1_000_000;

export interface JsonScan {
  /** Set where the text nests deeper, or holds more values, than a parser should be given. */
  readonly excess: DocumentProblem | null;
  /** The first names that stand twice in one object; meaningful if the text is valid JSON. */
  readonly duplicates: readonly DocumentProblem[];
}

interface Frame {
  readonly isObject: boolean;
  readonly names: Set<string>;
  /** The name or index that is being read. */
  step: string | number;
  expectsName: boolean;
}

/**
 * Looks over a JSON text without building it, before a parser does: JSON.parse would silently keep
 * the last of two equal names, and build sixteen million nested arrays out of 32 MB.
 */
export function scanJson(text: string): JsonScan {
  const frames: Frame[] = [];
  const duplicates: DocumentProblem[] = [];
  let values = 1;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character === QUOTE) {
      const end = endOfString(text, at);
      if (frames.at(-1)?.expectsName) {
        const isListed = duplicates.length < MAX_PROBLEMS;
        const duplicate = readName(frames, text, at, end, isListed);
        if (duplicate) duplicates.push(duplicate);
      }
      at = end;
      continue;
    }
    if (!enterOrLeave(frames, character)) continue;
    values += 1;
    const message = excessOf(frames.length, values);
    if (message !== null) return { excess: { path: position(text, at), message }, duplicates };
  }
  return { excess: null, duplicates };
}

/** Whether this character starts another value. */
function enterOrLeave(frames: Frame[], character: number): boolean {
  if (character === COMMA) {
    const frame = frames.at(-1);
    if (frame) advance(frame);
    return true;
  }
  if (character === CLOSE_BRACE || character === CLOSE_BRACKET) frames.pop();
  if (character !== OPEN_BRACE && character !== OPEN_BRACKET) return false;
  const isObject = character === OPEN_BRACE;
  frames.push({ isObject, names: isObject ? new Set() : NO_NAMES, step: 0, expectsName: isObject });
  return true;
}

function excessOf(depth: number, values: number): string | null {
  if (depth > MAX_NESTING) return TOO_DEEP;
  return values > MAX_VALUES ? TOO_MANY : null;
}

export const TOO_DEEP = `The document nests deeper than ${MAX_NESTING} levels.`;
export const TOO_MANY = `The document holds more than ${MAX_VALUES} values.`;

const NO_NAMES: Set<string> = new Set();

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const COMMA = 0x2c;

function advance(frame: Frame): void {
  if (frame.isObject) frame.expectsName = true;
  else frame.step = Number(frame.step) + 1;
}

/** Index of the closing quote, or of the last character where there is none. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end < 0 ? text.length - 1 : end;
}

function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
  return (at - first) % 2 === 1;
}

/** Notes the name of a field; a problem where its object has it already, and it is to be listed. */
function readName(
  frames: readonly Frame[],
  text: string,
  start: number,
  end: number,
  isListed: boolean,
): DocumentProblem | null {
  const frame = frames.at(-1);
  if (frame === undefined) return null;
  const raw = text.slice(start + 1, end);
  const name = raw.includes('\\') ? decodeName(raw) : raw;
  frame.step = name;
  frame.expectsName = false;
  if (!frame.names.has(name)) {
    frame.names.add(name);
    return null;
  }
  // Finding line and column takes a look at the whole text before them.
  if (!isListed) return null;
  return {
    path: frames.reduce((path, { step }) => pointer(path, step), ''),
    message: `The name ${quote(name)} stands twice in this object, again at ${position(text, start)}.`,
  };
}

/** A broken escape makes the text invalid JSON, which the parser reports. */
function decodeName(raw: string): string {
  try {
    return String(JSON.parse(`"${raw}"`));
  } catch (error) {
    if (error instanceof SyntaxError) return raw;
    throw error;
  }
}

/** `line:column` of an index, both from 1. */
export function position(text: string, index: number): string {
  const before = text.slice(0, index);
  const lines = before.split('\n');
  return `${lines.length}:${(lines.at(-1)?.length ?? 0) + 1}`;
}
