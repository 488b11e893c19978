import { readBody } from '@/app/server/read-body';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { isObject, requireSchema } from '@/domain/scim/resource';
import { reading } from '@/domain/scim/scim-problem';

/** A group of 10,000 members, each with value, type, display and reference. */
const MAX_BODY_BYTES = 4_194_304;
const MAX_DEPTH = 12;
const SEARCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:SearchRequest';
const JSON_TYPE = /^application\/(scim\+)?json\s*(;|$)/i;

type Json = Record<string, unknown>;

export const unsupportedType = (request: Request): boolean => {
  const type = request.headers.get('content-type');
  return type !== null && !JSON_TYPE.test(type.trim());
};

/** The JSON object in the body, as nobody has parsed it yet. */
export async function readJson(request: Request): Promise<Json | Refusal> {
  const bytes = await readBody(request, MAX_BODY_BYTES);
  if (isRefusal(bytes)) return bytes;
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (isObject(body) && isShallow(body, MAX_DEPTH)) return body;
  } catch {
    // Told below: what is wrong with it may be anything.
  }
  const message = 'The body must be a JSON object in UTF-8, not nested deeply.';
  return refuse('invalid', 'scim_invalid_syntax', message);
}

const isShallow = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((one) => isShallow(one, depth - 1)));

/** Names by commas, in one parameter or in several. */
const listOf = (sent: readonly string[]): string[] | null => {
  const names = sent
    .join(',')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return names.length > 0 ? names : null;
};

export const projectionOf = (query: URLSearchParams) => ({
  attributes: listOf(query.getAll('attributes')),
  excludedAttributes: listOf(query.getAll('excludedAttributes')),
});

/** What a list is asked for in the query string. */
export const searchOf = (query: URLSearchParams): Json => ({
  ...projectionOf(query),
  filter: query.get('filter'),
  sortBy: query.get('sortBy') || null,
  descending: query.get('sortOrder')?.toLowerCase() === 'descending',
  ...(query.get('startIndex')?.trim() && { startIndex: query.get('startIndex') }),
  ...(query.get('count')?.trim() && { count: query.get('count') }),
});

/** The same in the body of `POST /.search` (RFC 7644, section 3.4.3). */
export function searchIn(body: Json): Json | Refusal {
  const checked = reading(() => requireSchema(body, SEARCH_SCHEMA));
  if (isRefusal(checked)) return checked;
  const field = (name: string) =>
    body[Object.keys(body).find((key) => key.toLowerCase() === name.toLowerCase()) ?? name];
  const given = (name: string) => {
    const value = field(name);
    return value === undefined || value === null ? {} : { [name]: value };
  };
  return {
    ...{ ...given('filter'), ...given('sortBy'), ...given('startIndex'), ...given('count') },
    ...{ ...given('attributes'), ...given('excludedAttributes') },
    descending: String(field('sortOrder') ?? '').toLowerCase() === 'descending',
  };
}
