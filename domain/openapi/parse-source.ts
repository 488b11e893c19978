import { type UnreadableDocument, unreadable } from './api-document';
import { MAX_DOCUMENT_BYTES, MAX_DOCUMENT_MB } from './document-facts';
import type { Flaws } from './flaws';
import { readYaml } from './read-yaml';
import { position, scanJson } from './scan-json';
import { quote } from './text';
import { unpackSource } from './unpack-source';

export type ParsedSource = { readonly ok: true; readonly value: unknown } | UnreadableDocument;

/** Turns a JSON or YAML source, or the gzip of one, into a plain value, and says where it can't be one. */
export async function parseSource(
  source: string | Uint8Array,
  flaws: Flaws,
): Promise<ParsedSource> {
  const size = typeof source === 'string' ? Buffer.byteLength(source) : source.length;
  if (size > MAX_DOCUMENT_BYTES) {
    return unreadable(
      'document_too_large',
      `The document has ${size} bytes; the most is ${MAX_DOCUMENT_BYTES} (${MAX_DOCUMENT_MB} MB).`,
    );
  }
  const text = readText(source);
  if (typeof text !== 'string') return text;
  if (text.trim() === '') return unreadable('document_empty', 'The document is empty.');
  return /^\s*[{[]/.test(text) ? parseJson(text, flaws) : readYaml(text, flaws);
}

/** Unpacks, decodes, and drops a byte order mark. */
function readText(source: string | Uint8Array): string | UnreadableDocument {
  if (typeof source === 'string') return source.replace(/^\uFEFF/, '');
  const bytes = unpackSource(source);
  if (!(bytes instanceof Uint8Array)) return bytes;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return unreadable(
      'document_not_utf8',
      'The document is not written in UTF-8. Save it as that.',
    );
  }
}

async function parseJson(text: string, flaws: Flaws): Promise<ParsedSource> {
  const { excess, duplicates } = scanJson(text);
  if (excess) return unreadable('document_too_complex', excess.message, [excess]);
  try {
    const value: unknown = JSON.parse(text);
    const [first] = duplicates;
    if (first) return unreadable('document_duplicate_key', first.message, duplicates);
    return { ok: true, value };
  } catch (error) {
    // Not JSON: YAML in braces, or an error that the YAML parser locates better.
    if (!(error instanceof SyntaxError)) throw error;
    const read = await readYaml(text, flaws);
    if (read.ok) flaws.add('yaml_lenient', placeOf(text, error), NO_JSON);
    return read;
  }
}

const NO_JSON =
  'This looks like JSON and is none, so it was read as YAML, to which a comment is a part of the name behind it.';

/** What else the engine says quotes the document, and maybe half a secret. */
const placeOf = (text: string, { message }: SyntaxError): string =>
  position(text, Number(/position (\d+)/.exec(message)?.[1] ?? 0));

export const notAnObject = (value: unknown): UnreadableDocument =>
  unreadable(
    'document_invalid',
    `An API document is an object, not ${value === null ? 'null' : quote(typeof value)}.`,
  );
