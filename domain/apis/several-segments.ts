import { invalid, type Refusal } from '@/domain/base/refusal';
import type { ImportedOperation } from '@/domain/openapi/api-document';
import { spreadParameters } from '@/domain/openapi/multi-segment';
import { normalisePathTemplate } from '@/domain/routing/path-template';

interface Known {
  readonly operationId: string;
  readonly pathTemplate: string;
}

/**
 * Writes parameters of several segments as an import asks for them: by name (`path`), or by a whole
 * path (`/images/{name...}/json`). Where it asks for none, what earlier imports took for such stays.
 */
export function spreadOperations(
  operations: readonly ImportedOperation[],
  asked: readonly string[],
  current: readonly Known[],
): readonly ImportedOperation[] | Refusal {
  const before = new Map(current.map((one) => [one.operationId, one.pathTemplate]));
  const used = new Set<string>();
  const spread = operations.map((operation) => {
    const { pathTemplate, operationId } = operation;
    if (pathTemplate.includes(DOTS)) return operation;
    const remembered = before.get(operationId);
    const wishes = asked.length > 0 ? asked : remembered === undefined ? [] : [remembered];
    for (const wish of wishes) {
      const written = wish.startsWith('/')
        ? asPath(pathTemplate, wish)
        : spreadParameters(pathTemplate, new Set([wish]));
      if (written === pathTemplate) continue;
      used.add(wish);
      return { ...operation, pathTemplate: written };
    }
    return operation;
  });
  const unused = asked.find((wish) => !used.has(wish));
  return unused === undefined
    ? spread
    : invalid('multiSegment', `No path of the document has “${unused}” for one whole segment.`);
}

const DOTS = '...}';

/** The template as the wish has it, where they differ in that alone; names may differ too. */
function asPath(pathTemplate: string, wish: string): string {
  const plain = wish.replace(DOTS, '}');
  if (plain === wish || normalisePathTemplate(plain) !== normalisePathTemplate(pathTemplate)) {
    return pathTemplate;
  }
  const at = wish.split('/').findIndex((segment) => segment.endsWith(DOTS));
  const name = pathTemplate.split('/')[at]?.slice(1, -1) ?? '';
  return spreadParameters(pathTemplate, new Set([name]));
}
