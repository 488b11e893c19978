import { readBody } from '@/app/server/read-body';
import { choicesFrom, readDocument } from '@/app/server/read-document';
import { IMPORT_CHOICES } from '@/domain/apis/import-input';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import type { Bound, RouteMatch } from './routes';

const MAX_JSON_BYTES = 1_048_576;

/** A body that can't be read at all, which is 400 rather than 422. */
export class BadJson extends Error {}

/**
 * The operation that query parameters choose among those on one route. A switch that is neither
 * `true` nor `false`, or is given twice, is refused: `?dryRun=1` must not apply what it previews.
 */
export function chooseOperation(
  { operations }: RouteMatch,
  query: URLSearchParams,
): Bound | Refusal {
  const conditional = operations.filter((operation) => operation.http?.when);
  for (const name of conditional.flatMap(({ http }) => Object.keys(http?.when ?? {}))) {
    const given = query.getAll(name);
    if (given.length > 1 || !['true', 'false', undefined].includes(given[0])) {
      return invalid(name, `Write ${name}=true or ${name}=false, once.`);
    }
  }
  const chosen = conditional.find(({ http }) =>
    Object.entries(http?.when ?? {}).every(([name, value]) => query.get(name) === value),
  );
  const found = chosen ?? operations.find((operation) => !operation.http?.when);
  if (!found) throw new Error('a route without an unconditional operation');
  return found;
}

/** What the operation's schema is to parse: path, and query or body. */
export async function readInput(
  request: Request,
  operation: Bound,
  query: URLSearchParams,
  { operations, params }: RouteMatch,
): Promise<Record<string, unknown> | Refusal | BadJson> {
  if (request.method === 'GET') return { ...readQuery(query), ...params };
  const switches = operations.flatMap(({ http }) => Object.keys(http?.when ?? {}));
  const { rawBody } = operation.http ?? {};
  const taken = rawBody ? [...switches, ...IMPORT_CHOICES] : switches;
  const unknown = [...query.keys()].find((name) => !taken.includes(name));
  if (unknown !== undefined) {
    return invalid(unknown, 'This takes no such query parameter.');
  }
  if (rawBody) {
    const sent = await readDocument(request);
    if (isRefusal(sent)) return sent;
    const asked = choicesFrom((name) => query.getAll(name));
    const choices = IMPORT_CHOICES.map((name) => [name, [...asked[name], ...sent[name]]]);
    return { ...params, [rawBody]: sent.document, ...Object.fromEntries(choices) };
  }
  const bytes = await readBody(request, operation.http?.maxBytes ?? MAX_JSON_BYTES);
  if (!(bytes instanceof Uint8Array)) return bytes;
  const body = parseObject(bytes);
  return body instanceof BadJson ? body : { ...body, ...params };
}

/** A parameter given more than once is a list, which schemas take or refuse; none is dropped. */
function readQuery(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function parseObject(bytes: Uint8Array): object | BadJson {
  if (bytes.byteLength === 0) return {};
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
    return new BadJson('The body must be a JSON object.');
  } catch (error) {
    return new BadJson(
      `The body is not JSON in UTF-8${error instanceof SyntaxError ? '' : ' (bad encoding)'}.`,
    );
  }
}
