import type { ImportedOperation } from './api-document';
import type { Flaws } from './flaws';
import { field, isJsonObject } from './json-object';
import type { FoundOperation } from './path-items';
import { displayText, holdsControls, pointer } from './text';

const MAX_SUMMARY_LENGTH = 500;
const MAX_TAGS = 20;
const MAX_TAG_LENGTH = 100;

type OperationTexts = Pick<ImportedOperation, 'summary' | 'tags' | 'deprecated' | 'suggestsPublic'>;

/** Summary, tags and deprecation of an operation, as far as they are texts that can be shown. */
export function readTexts({ operation, path }: FoundOperation, flaws: Flaws): OperationTexts {
  return {
    summary: shownText(
      field(operation, 'summary'),
      MAX_SUMMARY_LENGTH,
      pointer(path, 'summary'),
      flaws,
    ),
    tags: readTags(field(operation, 'tags'), pointer(path, 'tags'), flaws),
    deprecated: field(operation, 'deprecated') === true,
    ...(needsNothing(field(operation, 'security')) && { suggestsPublic: true }),
  };
}

/** An empty list, or empty requirements alone (OpenAPI 3.1 section 4.8.30). */
const needsNothing = (security: unknown): boolean =>
  Array.isArray(security) &&
  security.every((one) => isJsonObject(one) && Object.keys(one).length === 0);

function readTags(value: unknown, path: string, flaws: Flaws): string[] {
  const listed = typeof value === 'string' ? [value] : value;
  if (!Array.isArray(listed)) return [];
  const texts = listed
    .slice(0, MAX_TAGS)
    .map((tag: unknown, index) => shownText(tag, MAX_TAG_LENGTH, pointer(path, index), flaws));
  return [...new Set(texts)].filter((text) => text !== '');
}

/** A text of the document for one line of the screen; '' where it is none. */
export function shownText(value: unknown, limit: number, path: string, flaws: Flaws): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  if (holdsControls(value.slice(0, limit * 8))) {
    flaws.add('text_changed', path, 'This text holds control characters, which are left out.');
  }
  return displayText(value, limit);
}
