import { type Attribute, findAttribute } from './attributes';
import { matchesElement } from './match-filter';
import {
  findExtension,
  isObject,
  isWritable,
  type Resource,
  readAttribute,
  readSingle,
  requireAttributes,
  requireSchema,
  type Value,
} from './resource';
import type { ResourceType } from './schemas';
import { type Filter, readFilter } from './scim-filter';
import { type Place, placeOf, readPath } from './scim-path';
import { ScimProblem } from './scim-problem';

export const PATCH_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const MAX_OPERATIONS = 1_000;
const OPS = ['add', 'remove', 'replace'] as const;
type Op = (typeof OPS)[number];
type Draft = Record<string, Value>;

interface PatchOperation {
  readonly op: Op;
  readonly path: string | null;
  readonly value: unknown;
}

/** A path with its filter apart: `emails[type eq "work"].value`. */
interface Selection extends Place {
  readonly filter: Filter | null;
}

const fieldOf = (body: Record<string, unknown>, name: string): unknown =>
  body[Object.keys(body).find((key) => key.toLowerCase() === name) ?? name];

/** @throws {ScimProblem} where it is no PatchOp; names and `op` are read in any case */
export function readPatch(body: unknown): PatchOperation[] {
  if (!isObject(body)) return unreadable('The body must be a JSON object.');
  requireSchema(body, PATCH_SCHEMA);
  const sent = fieldOf(body, 'operations');
  if (!Array.isArray(sent) || sent.length === 0) return unreadable('“Operations” must be a list.');
  if (sent.length > MAX_OPERATIONS) {
    throw new ScimProblem('scim_too_many', `At most ${MAX_OPERATIONS} operations at once.`);
  }
  return sent.map((one: unknown) => {
    if (!isObject(one)) return unreadable('Each operation must be an object.');
    const name = fieldOf(one, 'op');
    const op = OPS.find((known) => typeof name === 'string' && known === name.toLowerCase());
    if (!op) return unreadable('“op” must be add, remove or replace.');
    const path = fieldOf(one, 'path') ?? null;
    if (path !== null && typeof path !== 'string') return unreadable('“path” must be a text.');
    return { op, path: path?.trim() || null, value: fieldOf(one, 'value') };
  });
}

const unreadable = (message: string): never => {
  throw new ScimProblem('scim_invalid_syntax', message);
};

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
    if (extension) {
      const inside = isObject(each) ? each : unreadable(`${key} must be an object.`);
      for (const [name, inner] of Object.entries(inside)) {
        const place = placeOf(type, readPath(`${extension.id}:${name}`));
        if (place) write(draft, op, { ...place, filter: null }, inner);
      }
    } else {
      const place = placeOfKey(type, key);
      if (place && isWritable(place.attribute) && isKept(place)) write(draft, op, place, each);
    }
  }
}

const isKept = ({ sub }: Selection) => sub === null || sub.mutability !== 'readOnly';

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
    if (op === 'remove') delete draft[extension.id];
    else applyPathless(type, draft, op, { [extension.id]: value });
    return;
  }
  const place = select(type, path);
  if (place === null) return;
  const { attribute, sub } = place;
  if (attribute.mutability === 'readOnly' || sub?.mutability === 'readOnly') {
    throw new ScimProblem('scim_mutability', `${path} can’t be written.`);
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
    const isForeign = read.urn !== null && read.urn.toLowerCase() !== type.schema.id.toLowerCase();
    if (isForeign && !findExtension(type, read.urn ?? '')) return null;
    throw new ScimProblem('scim_invalid_path', `There is no attribute “${path.slice(0, 200)}”.`);
  }
  if (inside === undefined) return { ...place, filter: null };
  if (!place.attribute.multiValued) {
    const message = `${place.attribute.name} has one value: a filter chooses nothing there.`;
    throw new ScimProblem('scim_invalid_path', message);
  }
  return { ...place, filter: readFilter(inside) };
}

function write(draft: Draft, op: Op, place: Selection, value: unknown): void {
  const { extension, attribute, sub, filter } = place;
  const holder = extension === null ? draft : ({ ...asObject(draft[extension]) } as Draft);
  const before = holder[attribute.name];
  const after = attribute.multiValued
    ? writeList(op, place, (before ?? []) as readonly Value[], value)
    : writeSingle(op, attribute, { sub, value }, before);
  if (after === undefined || (Array.isArray(after) && after.length === 0)) {
    delete holder[attribute.name];
  } else holder[attribute.name] = after;
  if (filter === null && sub === null && attribute.multiValued) assertOnePrimary(attribute, after);
  if (extension === null) return;
  if (Object.keys(holder).length > 0) draft[extension] = holder;
  else delete draft[extension];
}

const asObject = (value: Value | undefined): Resource => (isObject(value) ? value : {}) as Resource;

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

function withSub(op: Op, before: Resource, sub: Attribute, value: unknown): Value | undefined {
  const after: Draft = { ...before };
  const read = op === 'remove' ? undefined : readAttribute(sub, value);
  if (read === undefined) delete after[sub.name];
  else after[sub.name] = read;
  return Object.keys(after).length > 0 ? after : undefined;
}

function writeList(
  op: Op,
  place: Selection,
  before: readonly Value[],
  value: unknown,
): readonly Value[] {
  const { attribute, sub, filter } = place;
  if (filter !== null) return writeSelected(op, { ...place, filter }, before, value);
  if (sub) {
    // Of every element; where there is none, one is made of it.
    if (before.length === 0 && op !== 'remove') return [withSub(op, {}, sub, value) ?? []].flat();
    return before.flatMap((each) => withSub(op, asObject(each), sub, value) ?? []);
  }
  const read = () => (readAttribute(attribute, value) ?? []) as readonly Value[];
  if (op === 'replace') return unique(attribute, read());
  if (op === 'add') return joined(attribute, before, read());
  if (value === undefined || value === null) return [];
  const gone = new Set(read().map((each) => keyOf(attribute, each)));
  return before.filter((each) => !gone.has(keyOf(attribute, each)));
}

/** Elements are the same where their `value` and `type` are; without a `value`, where all of it is. */
function keyOf({ subAttributes = [] }: Attribute, element: Value): string {
  if (!isObject(element)) return JSON.stringify(element);
  if (typeof element.value !== 'string') {
    return JSON.stringify(Object.entries(element).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  const isReference = findAttribute(subAttributes, 'value')?.mutability === 'immutable';
  return isReference ? element.value : JSON.stringify([element.value, element.type ?? null]);
}

const unique = (attribute: Attribute, values: readonly Value[]): Value[] => [
  ...new Map(values.map((each) => [keyOf(attribute, each), each])).values(),
];

/** The new primary takes the place of the old (3.5.2). */
function joined(attribute: Attribute, before: readonly Value[], added: readonly Value[]): Value[] {
  const hasPrimary = added.some((each) => isObject(each) && each.primary === true);
  const kept = hasPrimary ? before.map(withoutPrimary) : before;
  return unique(attribute, [...kept, ...added]);
}

const withoutPrimary = (element: Value): Value =>
  isObject(element) && element.primary === true
    ? ({ ...element, primary: false } as Resource)
    : element;

function writeSelected(
  op: Op,
  { attribute, sub, filter }: Selection & { readonly filter: Filter },
  before: readonly Value[],
  value: unknown,
): readonly Value[] {
  const isChosen = before.map((each) => matchesElement(attribute, filter, each));
  if (!isChosen.includes(true)) {
    if (op === 'remove') return before;
    if (op === 'replace') {
      throw new ScimProblem(
        'scim_no_target',
        `No value of ${attribute.name} is chosen by the filter.`,
      );
    }
    // Entra ID adds `emails[type eq "work"].value` where there is no such address yet.
    const made = { ...wantedBy(filter), ...asObject(changed(op, { attribute, sub }, {}, value)) };
    const read = readSingle(attribute, made);
    return read === undefined ? before : joined(attribute, before, [read]);
  }
  const isPrimary = sub?.name === 'primary' && op !== 'remove' && String(value) !== 'false';
  return before.flatMap((each, index) => {
    if (!isChosen[index]) return [isPrimary ? withoutPrimary(each) : each];
    if (op === 'remove' && sub === null) return [];
    return changed(op, { attribute, sub }, asObject(each), value) ?? [];
  });
}

function changed(
  op: Op,
  { attribute, sub }: Pick<Place, 'attribute' | 'sub'>,
  before: Resource,
  value: unknown,
): Value | undefined {
  if (sub) return withSub(op, before, sub, value);
  const read = readSingle(attribute, Array.isArray(value) ? value[0] : value);
  return { ...before, ...asObject(read) };
}

/** What an element must have to be chosen: the equalities of the filter, joined by `and`. */
function wantedBy(filter: Filter): Draft {
  if (filter.kind === 'and') return Object.assign({}, ...filter.of.map(wantedBy));
  const isEquality = filter.kind === 'compare' && filter.comparison === 'eq';
  return isEquality ? { [filter.path.name]: filter.value } : {};
}

function assertOnePrimary({ name }: Attribute, values: Value | undefined): void {
  const primaries = Array.isArray(values)
    ? values.filter((each: Value) => isObject(each) && each.primary === true)
    : [];
  if (primaries.length > 1) {
    throw new ScimProblem('scim_invalid_value', `${name} can have one primary value.`);
  }
}
