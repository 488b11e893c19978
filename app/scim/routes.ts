import type { Context } from '@/domain/base/context';
import { isRefusal } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { changeUser, removeUser } from '@/domain/scim/change-user';
import { createGroup } from '@/domain/scim/create-group';
import { createUser } from '@/domain/scim/create-user';
import { project } from '@/domain/scim/project';
import { push } from '@/domain/scim/push';
import { readResource } from '@/domain/scim/read';
import type { Resource } from '@/domain/scim/resource';
import { RESOURCE_TYPES, type ResourceType } from '@/domain/scim/schemas';
import { searchResources } from '@/domain/scim/search';
import { hasTag, tagOf } from '@/domain/scim/targets';
import { refused, scimAnswer, scimError } from './answers';
import { DISCOVERY, listOf, serviceProviderConfig, withAddresses } from './discovery';
import { projectionOf, readJson, searchIn, searchOf, unsupportedType } from './read-request';

type Body = Record<string, unknown>;

interface Asked {
  readonly request: Request;
  /** HEAD is answered as GET is, without the body. */
  readonly method: string;
  readonly context: Context;
  /** The address of `/scim/v2`, as clients know it. */
  readonly base: string;
  readonly query: URLSearchParams;
}

/** What an admitted client asks for, by path and method (RFC 7644, section 3.2). */
export async function answerScim(
  request: Request,
  context: Context,
  base: string,
): Promise<Response> {
  const { pathname, searchParams: query } = new URL(request.url);
  const [name = '', id, ...more] = segmentsOf(pathname);
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const asked = { request, method, context, base, query };
  if (more.length > 0) return nothingHere();
  if (name === 'ServiceProviderConfig' && id === undefined)
    return discovered(asked, serviceProviderConfig());
  if (name === 'Me')
    return scimError({ status: 501, detail: 'A client has no resource of its own: use /Users.' });
  if (name === 'Bulk')
    return scimError({ status: 501, detail: 'Bulk is not supported: see /ServiceProviderConfig.' });
  const known = DISCOVERY[name];
  if (known) return discover(asked, known, id);
  if (name === '' || name === '.search')
    return id === undefined ? root(asked, name) : nothingHere();
  const type = RESOURCE_TYPES.find(({ endpoint }) => endpoint === `/${name}`);
  if (!type) return nothingHere();
  if (id === '.search') return searchPosted(asked, type);
  return id === undefined ? collection(asked, type) : single(asked, type, id);
}

function segmentsOf(pathname: string): string[] {
  const path = pathname.replace(/^\/scim\/v2/, '').replace(/^\/|\/$/g, '');
  return path.split('/').map((one) => {
    try {
      return decodeURIComponent(one);
    } catch {
      return one;
    }
  });
}

const nothingHere = () => scimError({ status: 404, detail: 'There is no such resource.' });

function notAllowed(...allowed: string[]): Response {
  const Allow = allowed.join(', ');
  return scimError({ status: 405, detail: `This answers to ${Allow}.`, headers: { Allow } });
}

/** What is discovered is only read, and can't be filtered: to ask so is forbidden (RFC 7644, section 4). */
function discovered({ method, base, query }: Asked, body: Body): Response {
  if (method !== 'GET') return notAllowed('GET');
  if (query.has('filter')) return scimError({ status: 403, detail: 'This can’t be filtered.' });
  return scimAnswer(200, withAddresses(body, base));
}

function discover(asked: Asked, all: readonly { readonly id: string }[], id?: string): Response {
  if (id === undefined) {
    return discovered(asked, listOf(all.map((one) => withAddresses({ ...one }, asked.base))));
  }
  const found = all.find((one) => one.id.toLowerCase() === id.toLowerCase());
  return found ? discovered(asked, { ...found }) : nothingHere();
}

function root(asked: Asked, name: string): Response | Promise<Response> {
  if (name === '.search') return searchPosted(asked, null);
  return asked.method === 'GET' ? search(asked, null, searchOf(asked.query)) : notAllowed('GET');
}

async function searchPosted(asked: Asked, type: ResourceType | null): Promise<Response> {
  if (asked.method !== 'POST') return notAllowed('POST');
  const body = await bodyOf(asked);
  if (body instanceof Response) return body;
  const input = searchIn(body);
  return isRefusal(input) ? refused(input) : search(asked, type, input);
}

async function search({ context, base }: Asked, type: ResourceType | null, input: Body) {
  const found = await runQuery(searchResources, context, { type: type?.name ?? null, ...input });
  if (!found.ok) return refused(found);
  const { total, startIndex, resources } = found.value;
  const shown = resources.map((one) => withAddresses(one, base));
  return scimAnswer(200, listOf(shown, startIndex, total));
}

async function collection(asked: Asked, type: ResourceType): Promise<Response> {
  const { method, context, query } = asked;
  if (method === 'GET') return search(asked, type, searchOf(query));
  if (method !== 'POST') return notAllowed('GET', 'POST');
  const body = await bodyOf(asked);
  if (body instanceof Response) return body;
  const command = type.name === 'User' ? createUser : createGroup;
  const made = await runCommand(command, context, { resource: body });
  return made.ok ? shown(asked, type, made.value.resource, 201) : refused(made);
}

async function bodyOf({ request }: Asked): Promise<Body | Response> {
  if (unsupportedType(request)) {
    const detail = 'Send application/scim+json.';
    return scimError({ status: 415, detail, headers: { 'Accept-Post': 'application/scim+json' } });
  }
  const body = await readJson(request);
  return isRefusal(body) ? refused(body) : body;
}

function shown({ base, query }: Asked, type: ResourceType, resource: Body, status: number) {
  const { location, version } = (resource as { meta: { location: string; version: string } }).meta;
  const body = withAddresses(project(type, resource as Resource, projectionOf(query)), base);
  return scimAnswer(status, body, { Location: `${base}${location}`, ETag: version });
}

/** What no id of ours can be names nothing, whatever the database would say of it. */
const CAN_BE_ID = /^[\x21-\x7e]{1,100}$/;

function single(asked: Asked, type: ResourceType, id: string): Response | Promise<Response> {
  if (!CAN_BE_ID.test(id)) return nothingHere();
  switch (asked.method) {
    case 'GET':
      return read(asked, type, id);
    case 'PUT':
    case 'PATCH':
      return change(asked, type, id);
    case 'DELETE':
      return remove(asked, type, id);
    default:
      return notAllowed('GET', 'PUT', 'PATCH', 'DELETE');
  }
}

async function read({ request, context, base, query }: Asked, type: ResourceType, id: string) {
  const input = { type: type.name, id, ...projectionOf(query) };
  const found = await runQuery(readResource, context, input);
  if (!found.ok) return refused(found);
  const ETag = tagOf(found.value);
  const known = request.headers.get('if-none-match');
  if (known !== null && hasTag(known, ETag)) return scimAnswer(304, null, { ETag });
  const headers = { ETag, Location: `${base}${type.endpoint}/${id}` };
  return scimAnswer(200, withAddresses(found.value.resource, base), headers);
}

async function change(asked: Asked, type: ResourceType, id: string): Promise<Response> {
  const { request, context } = asked;
  const body = await bodyOf(asked);
  if (body instanceof Response) return body;
  const kind = request.method === 'PUT' ? ('put' as const) : ('patch' as const);
  const input = { kind, body, ifMatch: request.headers.get('if-match') };
  const changed =
    type.name === 'User'
      ? await changeUser(context, { user: id, ...input })
      : await runCommand(push, context, { what: 'saveGroup', id, ...input });
  return changed.ok ? shown(asked, type, changed.value.resource ?? {}, 200) : refused(changed);
}

async function remove({ request, context }: Asked, type: ResourceType, id: string) {
  const ifMatch = request.headers.get('if-match');
  const gone =
    type.name === 'User'
      ? await removeUser(context, { user: id, ifMatch })
      : await runCommand(push, context, { what: 'deleteGroup', id, ifMatch });
  return gone.ok ? scimAnswer(204, null) : refused(gone);
}
