import type { Attribute } from './attributes';
import { checkElementFilter } from './check-filter';
import {
  asObject,
  assertOnePrimary,
  type Draft,
  type Selection,
  withSub,
  writeList,
} from './patch-list';
import { type Op, readPatch, unreadable } from './read-patch';
import {
  findExtension,
  isObject,
  isWritable,
  type Resource,
  readAttribute,
  requireAttributes,
  type Value,
} from './resource';
import type { ResourceType } from './schemas';
import { readFilter } from './scim-filter';
import { isForeign, type Place, placeOf, readPath } from './scim-path';
import { ScimProblem } from './scim-problem';

/**
 * The resource after all operations of a PATCH, in their order (RFC 7644, section 3.5.2), with what Entra ID
 * and Okta send besides: pathless values with dotted or URN keys, lists of values to remove, texts for
 * booleans and for complex values.
 * @throws {ScimProblem} where one of them can't be done: then none is
 */
export function applyPatch(type: ResourceType, resource: Resource, body: unknown): Resource {
  const draft = structuredClone(resource) as Draft;
  for (const { op, path, value } of readPatch(body)) {
    if (path !== null) applyAt(type, draft, op, path, value);
    else if (op === 'remove') {
      throw new ScimProblem('scim_no_target', 'A removal needs a path.');
    } else applyPathless(type, draft, op, value);
  }
  return requireAttributes(type, draft);
}

/** What clients may not write, or nobody knows, is passed over: Okta sends the id beside a new name. */
function applyPathless(type: ResourceType, draft: Draft, op: Op, value: unknown): void {
  const fields = isObject(value) ? value : unreadable('Without a path, “value” must be an object.');
  for (const [key, each] of Object.entries(fields)) {
    const extension = findExtension(type, key);
    if (extension) writeExtension(type, draft, op, { urn: extension.id, value: each });
    else {
      const place = placeOfKey(type, key);
      if (place && isKept(place)) write(draft, op, place, each);
    }
  }
}

function writeExtension(
  type: ResourceType,
  draft: Draft,
  op: Op,
  { urn, value }: { readonly urn: string; readonly value: unknown },
): void {
  if (op === 'remove' || value === null) {
    delete draft[urn];
    return;
  }
  const fields = isObject(value) ? value : unreadable(`${urn} must be an object.`);
  for (const [name, each] of Object.entries(fields)) {
    const place = placeOf(type, readPath(`${urn}:${name}`));
    if (place && isKept(place)) write(draft, op, { ...place, filter: null }, each);
  }
}

const isKept = ({ attribute, sub }: Place) =>
  isWritable(attribute) && (sub === null || sub.mutability !== 'readOnly');

/** A key may be a path, with a filter in it. Of another's extension, or of no schema, it means nothing. */
function placeOfKey(type: ResourceType, key: string): Selection | undefined {
  try {
    return select(type, key) ?? undefined;
  } catch (error) {
    if (error instanceof ScimProblem && error.code === 'scim_invalid_path') return undefined;
    throw error;
  }
}

function applyAt(type: ResourceType, draft: Draft, op: Op, path: string, value: unknown): void {
  const extension = findExtension(type, path);
  if (extension) {
    writeExtension(type, draft, op, { urn: extension.id, value });
    return;
  }
  if (path.toLowerCase() === type.schema.id.toLowerCase() && op !== 'remove') {
    applyPathless(type, draft, op, value);
    return;
  }
  const place = select(type, path);
  if (place === null) return;
  const { attribute, sub } = place;
  const isGone = op === 'remove' && sub === null && attribute.required;
  if (isGone || attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    throw new ScimProblem('scim_mutability', `${path} can’t be ${isGone ? 'removed' : 'written'}.`);
  }
  if (!isWritable(attribute)) return;
  write(draft, op, place, value);
}

const WITH_FILTER = /^([^[\]]+)\[(.*)\](?:\.([A-Za-z$][\w$-]*))?$/s;

/** What a path means; null where it leads into an extension that nobody here knows. */
function select(type: ResourceType, path: string): Selection | null {
  const [, before, inside, sub] = WITH_FILTER.exec(path) ?? [];
  const read = readPath(before === undefined ? path : sub ? `${before}.${sub}` : before);
  const place = placeOf(type, read);
  if (!place) {
    if (isForeign(type, read.urn)) return null;
    throw new ScimProblem('scim_invalid_path', `There is no attribute “${path.slice(0, 200)}”.`);
  }
  if (inside === undefined) return { ...place, filter: null };
  if (!place.attribute.multiValued) {
    const message = `${place.attribute.name} has one value: a filter chooses nothing there.`;
    throw new ScimProblem('scim_invalid_path', message);
  }
  const filter = readFilter(inside);
  checkElementFilter(place.attribute, filter);
  return { ...place, filter };
}

function write(draft: Draft, op: Op, place: Selection, value: unknown): void {
  const { extension, attribute, sub } = place;
  if (sub?.mutability === 'immutable') {
    const message = `${attribute.name}.${sub.name} can’t be changed: add and remove ${attribute.name}.`;
    throw new ScimProblem('scim_mutability', message);
  }
  const holder = extension === null ? draft : ({ ...asObject(draft[extension]) } as Draft);
  const before = holder[attribute.name];
  const after = attribute.multiValued
    ? writeList(op, place, (before ?? []) as readonly Value[], value)
    : writeSingle(op, attribute, { sub, value }, before);
  if (after === undefined || (Array.isArray(after) && after.length === 0)) {
    delete holder[attribute.name];
  } else holder[attribute.name] = after;
  if (attribute.multiValued) assertOnePrimary(attribute, after);
  if (extension === null) return;
  if (Object.keys(holder).length > 0) draft[extension] = holder;
  else delete draft[extension];
}

function writeSingle(
  op: Op,
  attribute: Attribute,
  { sub, value }: { readonly sub: Attribute | null; readonly value: unknown },
  before: Value | undefined,
): Value | undefined {
  if (sub) return withSub(op, asObject(before), sub, value);
  if (op === 'remove') return undefined;
  const read = readAttribute(attribute, value);
  // A value that is complex is added to, and only what is named is replaced (3.5.2.1, 3.5.2.3).
  return attribute.type === 'complex' && isObject(read)
    ? ({ ...asObject(before), ...read } as Resource)
    : read;
}
