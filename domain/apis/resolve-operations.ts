import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { chooseOperations } from './choose-operations';
import type { ReadDocument } from './import-plan';
import type { ListedOperation } from './listed-operation';
import type { CurrentOperation } from './plan-operations';
import { spreadOperations } from './several-segments';

interface Chosen {
  readonly keep: readonly string[];
  readonly multiSegment: readonly string[];
  readonly public: readonly string[];
}

/**
 * The operations of a document as a list, settled as an import of it would be, beside what the API has
 * from earlier ones. What the document suggests to be public is so only where it is named.
 */
export function resolveOperations(
  current: readonly CurrentOperation[],
  { document }: ReadDocument,
  { keep, multiSegment, public: opened }: Chosen,
): ListedOperation[] | Refusal {
  const known = current.flatMap((row) =>
    row.source === 'document' && row.method !== null && row.pathTemplate !== null
      ? [{ ...row, method: row.method, pathTemplate: row.pathTemplate }]
      : [],
  );
  const choices = chooseOperations(document, keep, known);
  if (isRefusal(choices)) return choices;
  const unsettled = choices.find(({ kept }) => kept === null);
  if (unsettled) {
    const names = unsettled.clash.candidates.map(({ operationId }) => `“${operationId}”`);
    return named(
      'keep_unknown',
      `No request tells ${names.join(' and ')} apart: keep one of them.`,
    );
  }
  const operations = spreadOperations(
    [...document.operations, ...choices.flatMap(({ kept }) => kept ?? [])],
    multiSegment,
    known,
  );
  if (isRefusal(operations)) return operations;
  const strange = opened.find(
    (name) => !operations.some((one) => one.operationId === name && one.suggestsPublic),
  );
  if (strange !== undefined) {
    return named('invalid_input', `The document doesn’t say that “${strange}” needs no token.`);
  }
  return operations.map(({ operationId, method, pathTemplate, summary, tags, ...one }) => ({
    ...{ name: operationId, method, pathTemplate, summary, tags: [...tags] },
    ...{ deprecated: one.deprecated, aliases: [...one.aliases], manual: false },
    isPublic: opened.includes(operationId) ? true : undefined,
  }));
}

const named = (code: 'keep_unknown' | 'invalid_input', message: string) =>
  refuse('invalid', code, message, [{ path: 'openapi', message }]);
