import { compileRoutes, type RoutedOperation, type RouteOptions } from './compile-routes';
import { contendersFor, matchRequest } from './match-request';
import { encodePiece, parsePathTemplate } from './path-template';

/** An operation that no request reaches, since each might as well be for one of the others. */
export interface BlockedOperation<Operation extends RoutedOperation = RoutedOperation> {
  readonly operation: Operation;
  /** The names of those in its way, in alphabetical order. */
  readonly by: readonly string[];
}

/** Values that no template has in mind: whoever contests one of them contests them all. */
const UNLIKELY = ['7', 'q-7', 'zq_zq'];

/**
 * Operations whose every request is ambiguous because of others, such as `/a` beside `/a/`, or
 * `/{id}:go:go` beside `/{id}:go`. Those that have no route at all are not among them.
 */
export function blockedOperations<Operation extends RoutedOperation>(
  operations: readonly Operation[],
  options: RouteOptions,
): BlockedOperation<Operation>[] {
  const table = compileRoutes(operations, options);
  const byName = new Map(operations.map((one) => [one.operation, one]));
  return operations.flatMap((operation) => {
    const { method } = operation;
    const paths = examplesOf(operation.pathTemplate);
    const isOwn = (path: string) => {
      const match = matchRequest(table, method, path);
      return match.outcome === 'matched' && match.operation === operation.operation;
    };
    if (paths.length === 0 || paths.some(isOwn)) return [];
    const others = new Set(paths.flatMap((path) => contendersFor(table, method, path)));
    const by = [...others]
      .filter((name) => name !== operation.operation)
      .filter((name) => isInTheWay(operation, byName.get(name), paths, options))
      .sort();
    return by.length > 0 ? [{ operation, by }] : [];
  });
}

function isInTheWay(
  operation: RoutedOperation,
  other: RoutedOperation | undefined,
  paths: readonly string[],
  options: RouteOptions,
): boolean {
  if (other === undefined) return false;
  const pair = compileRoutes([operation, other], options);
  return paths.some((path) => matchRequest(pair, operation.method, path).outcome === 'ambiguous');
}

/** Requests for a template that as few others as possible fit; none where it has no route. */
function examplesOf(pathTemplate: string): string[] {
  const parsed = parsePathTemplate(pathTemplate);
  if (!parsed.ok || parsed.template.route === null) return [];
  const { segments, trailingSlash } = parsed.template.route;
  const isMulti = segments.some((segment) => segment.kind === 'multi');
  const examples = UNLIKELY.flatMap((value) => {
    const several = isMulti ? [value, `${value}/${value}`, `${value}/${value}/${value}`] : [value];
    return several.map((taken) =>
      segments
        .map((segment) => {
          if (segment.kind === 'literal') return encodePiece(segment.text);
          if (segment.kind === 'multi') return taken;
          if (segment.kind === 'parameter') return value;
          return segment.pieces.map(encodePiece).join(value);
        })
        .join('/'),
    );
  });
  const end = trailingSlash ? '/' : '';
  return [...new Set(examples.map((example) => `/${example}${end}`))];
}

/** In words, for whoever imports or types in such an operation. */
export const blockedMessage = ({ operation, by }: BlockedOperation): string => {
  const shown = by.slice(0, 3).join(', ');
  const more = by.length > 3 ? ` and ${by.length - 3} more` : '';
  return (
    `No request reaches ${operation.method} ${operation.pathTemplate}: ` +
    `each might also be for ${shown}${more}, so all are refused as ambiguous.`
  );
};
