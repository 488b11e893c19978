import { CORE_SCHEMA, load, mergeTag, YAMLException } from 'js-yaml';
import { cut } from '@/domain/base/text';
import { type UnreadableDocument, unreadable } from './api-document';
import type { Flaws } from './flaws';
import type { ParsedSource } from './parse-source';
import { MAX_NESTING, MAX_VALUES, TOO_MANY } from './scan-json';

/** Merge keys (`<<`) are YAML 1.1, but common in API documents. */
const YAML_SCHEMA = CORE_SCHEMA.withTags(mergeTag);
const BOUNDS = { maxDepth: MAX_NESTING, maxTotalMergeKeys: 10_000 };

/**
 * Reads YAML 1.2. What a strict reader finds malformed is read once more as most readers do, who
 * don't mind how deep a flow collection or a quoted text is indented on its further lines, nor tags
 * of others (`!Ref`).
 */
export async function readYaml(text: string, flaws: Flaws): Promise<ParsedSource> {
  if (mayHoldTooMuch(text)) return unreadable('document_too_complex', TOO_MANY);
  try {
    return { ok: true, value: load(text, { schema: YAML_SCHEMA, ...BOUNDS }) };
  } catch (error) {
    const refused = toUnreadable(error);
    if (refused.code !== 'document_malformed') return refused;
    return (await readLeniently(text, refused, flaws)) ?? refused;
  }
}

const KINDS = ['scalar', 'sequence', 'mapping'] as const;

async function readLeniently(
  text: string,
  { errors: [first] }: UnreadableDocument,
  flaws: Flaws,
): Promise<ParsedSource | null> {
  const lenient = await import('js-yaml-4');
  const schema = lenient.CORE_SCHEMA.extend({
    implicit: [lenient.types.merge],
    // `!Ref name` of a template is the text, list or map behind the tag, and runs nothing.
    explicit: KINDS.map((kind) => new lenient.Type('!', { kind, multi: true })),
  });
  try {
    const value = lenient.load(text, { schema, ...BOUNDS });
    // Prose on several lines is a text to the one and malformed to the other.
    if (typeof value !== 'object' || value === null) return null;
    if (first) {
      flaws.add(
        'yaml_lenient',
        first.path,
        `Strict readers of YAML refuse this document: ${first.message}`,
      );
    }
    return { ok: true, value };
  } catch (error) {
    if (error instanceof lenient.YAMLException || isTripped(error)) return null;
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
  return marks > 2 * MAX_VALUES;
}

const MARKS = new Uint8Array(128);
for (const mark of '\n\r,[{:?-') MARKS[mark.charCodeAt(0)] = 1;

/** A parser trips over a value that contains itself, used as a key. */
const isTripped = (error: unknown): boolean =>
  error instanceof TypeError || error instanceof RangeError;

function toUnreadable(error: unknown): UnreadableDocument {
  if (isTripped(error)) return unreadable('document_malformed', `${NEITHER}.`);
  if (!(error instanceof YAMLException)) throw error;
  const { reason, mark } = error;
  const path = mark ? `${mark.line + 1}:${mark.column + 1}` : '';
  const message = sentence(reason);
  if (reason.includes('duplicated mapping key')) {
    return unreadable('document_duplicate_key', message, [{ path, message }]);
  }
  if (reason.includes('maxDepth') || reason.includes('maxTotalMergeKeys')) {
    return unreadable('document_too_complex', message, [{ path, message }]);
  }
  return unreadable('document_malformed', `${NEITHER}: ${message}`, [{ path, message }]);
}

const NEITHER = 'The document is neither JSON nor YAML';

const sentence = (reason: string): string => {
  const text = cut(reason.replaceAll(/[\p{C}\s]+/gu, ' '), 300);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};
