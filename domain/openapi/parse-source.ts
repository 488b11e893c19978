import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { cut } from '@/domain/kernel/text';
import { LARGEST_DOCUMENT_BYTES, type UnreadableDocument, unreadable } from './api-document';
import { DEEPEST_NESTING, MOST_VALUES, surveyJson, TOO_MANY } from './survey-text';
import { quote } from './text';

export type ParsedSource = { readonly ok: true; readonly value: unknown } | UnreadableDocument;

/** Merge keys (`<<`) are YAML 1.1, but common in API documents. */
const YAML_SCHEMA = CORE_SCHEMA.withTags(mergeTag);
const MOST_MERGED_KEYS = 10_000;

/** Turns a JSON or YAML source into a plain value, and says where it can't be one. */
export function parseSource(source: string | Uint8Array): ParsedSource {
  const size = typeof source === 'string' ? Buffer.byteLength(source) : source.length;
  if (size > LARGEST_DOCUMENT_BYTES) {
    return unreadable(
      'document_too_large',
      `The document has ${size} bytes; the most is ${LARGEST_DOCUMENT_BYTES} (32 MB).`,
    );
  }
  const text = typeof source === 'string' ? source.replace(/^\uFEFF/, '') : decodeUtf8(source);
  if (text === null) {
    return unreadable('document_not_utf8', 'The document is not written in UTF-8.');
  }
  if (text.trim() === '') return unreadable('document_empty', 'The document is empty.');
  return /^\s*[{[]/.test(text) ? parseJson(text) : parseYaml(text);
}

/** Drops a byte order mark. Null where the bytes are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

function parseJson(text: string): ParsedSource {
  const { excess, duplicate } = surveyJson(text);
  if (excess) return unreadable('document_too_complex', excess.message, [excess]);
  try {
    const value: unknown = JSON.parse(text);
    if (duplicate) return unreadable('document_duplicate_key', duplicate.message, [duplicate]);
    return { ok: true, value };
  } catch (error) {
    // Not JSON: YAML in braces, or an error that the YAML parser locates better.
    if (error instanceof SyntaxError) return parseYaml(text);
    throw error;
  }
}

function parseYaml(text: string): ParsedSource {
  if (mayHoldTooMuch(text)) return unreadable('document_too_complex', TOO_MANY);
  try {
    const value = load(text, {
      schema: YAML_SCHEMA,
      maxDepth: DEEPEST_NESTING,
      maxTotalMergeKeys: MOST_MERGED_KEYS,
    });
    return { ok: true, value };
  } catch (error) {
    if (error instanceof YAMLException) return toUnreadable(error);
    // The parser trips over a value that contains itself, used as a key.
    if (error instanceof TypeError || error instanceof RangeError) {
      return unreadable('document_malformed', 'The document is neither JSON nor YAML.');
    }
    throw error;
  }
}

/** Every YAML value needs one of these before or after it, so they bound the number of values. */
function mayHoldTooMuch(text: string): boolean {
  let marks = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charCodeAt(at);
    if (character > 0x7b) continue;
    if (MARKS[character] === 1) marks += 1;
  }
  return marks > 2 * MOST_VALUES;
}

const MARKS = new Uint8Array(128);
for (const mark of '\n\r,[{:?-') MARKS[mark.charCodeAt(0)] = 1;

function toUnreadable({ reason, mark }: YAMLException): UnreadableDocument {
  const path = mark ? `${mark.line + 1}:${mark.column + 1}` : '';
  const message = sentence(reason);
  if (reason.includes('duplicated mapping key')) {
    return unreadable('document_duplicate_key', message, [{ path, message }]);
  }
  if (reason.includes('maxDepth') || reason.includes('maxTotalMergeKeys')) {
    return unreadable('document_too_complex', message, [{ path, message }]);
  }
  return unreadable('document_malformed', `The document is neither JSON nor YAML: ${message}`, [
    { path, message },
  ]);
}

const sentence = (reason: string): string => {
  const text = cut(reason.replaceAll(/[\p{C}\s]+/gu, ' '), 300);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

export const notAnObject = (value: unknown): UnreadableDocument =>
  unreadable(
    'document_invalid',
    `An API document is an object, not ${value === null ? 'null' : quote(typeof value)}.`,
  );
