import { z } from 'zod';
import { importInput } from '@/domain/apis/import-input';
import { type ListedOperation, listedOperation } from '@/domain/apis/listed-operation';
import { operationName } from '@/domain/apis/operation-name';
import { type CurrentOperation, planOperations } from '@/domain/apis/plan-operations';
import { resolveOperations } from '@/domain/apis/resolve-operations';
import { setOperations } from '@/domain/apis/set-operations';
import { withoutSecret } from '@/domain/base/input';
import { isRefusal } from '@/domain/base/refusal';
import { type Change, compact, inOrder, type Path } from '../change';
import { Refused } from '../refused';
import { linesOf, routeOf } from './operation-lines';

const ROUTE = /^(\S+) (\/\S*(?: \S+)*)$/;
const NO_ROUTE = 'Write a method and a path, such as “GET /invoices/{id}”.';
const route = () => withoutSecret(z.string().max(1_100).regex(ROUTE, NO_ROUTE));

const described = z.strictObject({
  route: route().optional(),
  ...listedOperation.pick({ summary: true, tags: true, deprecated: true, aliases: true }).shape,
  public: z.boolean().default(false),
  manual: z.boolean().default(false),
});

/** Operations by name: a route alone, or with what is said of it; without a route a plain action. */
export const operationsSchema = z.record(
  operationName(),
  z
    .union([route(), described], { error: `${NO_ROUTE} Or a map with “route” and more.` })
    .transform((written) =>
      typeof written === 'string' ? described.parse({ route: written }) : written,
    ),
);

const fileName = () => withoutSecret(z.string().min(1).max(500));
const { keep, multiSegment, public: open } = importInput.shape;

/** A document beside the file, with the choices that an import of it takes. */
export const documentSchema = z
  .union([fileName(), z.strictObject({ file: fileName(), keep, multiSegment, public: open })], {
    error: 'Write the path of an OpenAPI document, or a map with “file” and more.',
  })
  .transform((written) =>
    typeof written === 'string'
      ? { file: written, keep: [], multiSegment: [], public: [] }
      : written,
  );

type Written = z.output<typeof operationsSchema>;
export type NamedDocument = z.output<typeof documentSchema>;

/** What a file says of operations that are there. */
export function writeOperations(rows: readonly CurrentOperation[]): Map<string, unknown> {
  const ordered = [...rows].sort((one, other) => inOrder(one.name, other.name));
  return new Map(
    ordered.map((row) => {
      const said = compact({
        route: row.method === null ? undefined : routeOf(row),
        summary: row.summary,
        tags: row.tags,
        deprecated: row.deprecated,
        aliases: row.aliases,
        public: row.isPublic,
        manual: row.source === 'manual',
      });
      return [row.name, said.size === 1 && said.has('route') ? routeOf(row) : said];
    }),
  );
}

export function fromWritten(written: Written): ListedOperation[] {
  return Object.entries(written).map(([name, { route: text, public: isPublic, ...rest }]) => {
    const [, method = null, pathTemplate = null] =
      text === undefined ? [] : (ROUTE.exec(text) ?? []);
    return { name, method, pathTemplate, isPublic, ...rest };
  });
}

/** What a document says, settled as an import of it would be. */
export function fromDocument(
  current: readonly CurrentOperation[],
  read: Parameters<typeof resolveOperations>[1],
  chosen: NamedDocument,
): ListedOperation[] {
  const resolved = resolveOperations(current, read, chosen);
  if (isRefusal(resolved)) throw new Refused(resolved);
  // What was typed in by hand is not the document's, and stays.
  const byHand = current.filter((row) => row.source === 'manual');
  const wanted = new Set(resolved.map(({ name }) => name));
  return [
    ...resolved,
    ...byHand
      .filter((row) => !wanted.has(row.name))
      .map((row) => ({ ...row, isPublic: undefined, manual: true })),
  ].map(pick);
}

const pick = (one: ListedOperation) => ({
  ...{ name: one.name, method: one.method, pathTemplate: one.pathTemplate, summary: one.summary },
  ...{ tags: one.tags, deprecated: one.deprecated, aliases: one.aliases },
  ...{ isPublic: one.isPublic, manual: one.manual },
});

/** What comes and changes, and apart from it what goes. */
export function diffOperationsOf(
  api: string,
  current: readonly CurrentOperation[],
  wanted: readonly ListedOperation[],
  path: Path,
): Change[] {
  const placeOf = ([, index, ...rest]: Path): Path => {
    const name = typeof index === 'number' ? wanted[index]?.name : undefined;
    return name === undefined ? path : [...path, name, ...(rest.length > 0 ? ['route'] : [])];
  };
  const plan = planOperations(current, wanted, false);
  if (isRefusal(plan)) throw new Refused(plan, path, placeOf);
  const { removed } = plan.diff;
  const fields = linesOf(plan, current);
  const kind = 'operations of API';
  const change = { verb: 'update' as const, kind, name: api, path };
  const step = (keepsOthers: boolean) => ({
    command: setOperations,
    input: { api, operations: wanted, keepsOthers },
  });
  const coming = { ...change, at: 'operations' as const, fields, step: step(true), placeOf };
  const going = removed.map((row) => ({ name: row.name, before: routeOf(row), after: null }));
  return [
    ...(fields.length > 0 ? [coming] : []),
    ...(going.length > 0
      ? [
          {
            ...change,
            ...{ at: 'removedOperations' as const, verb: 'delete' as const, fields: going },
            ...{ step: step(false), placeOf },
          },
        ]
      : []),
  ];
}
