import type { Attribute } from './attributes';
import { findExtension, isObject, type Resource, type Value } from './resource';
import { coreAttributes, type ResourceType } from './schemas';
import { placeOf, readPath } from './scim-path';

/** What of a resource is asked for (RFC 7644, section 3.9); both null for what is returned by default. */
export interface Projection {
  readonly attributes: readonly string[] | null;
  readonly excludedAttributes: readonly string[] | null;
}

type Draft = Record<string, Value>;

/** Names that no schema has choose nothing, and leave nothing out. */
export function project(
  type: ResourceType,
  resource: Resource,
  { attributes, excludedAttributes }: Projection,
): Resource {
  if (attributes !== null) return withoutBlanks(chosen(type, resource, attributes));
  if (excludedAttributes === null) return resource;
  return withoutBlanks(without(type, resource, excludedAttributes));
}

function chosen(type: ResourceType, resource: Resource, names: readonly string[]): Resource {
  const kept: Draft = {};
  for (const { name, returned } of coreAttributes(type)) {
    if (returned === 'always' && resource[name] !== undefined) kept[name] = resource[name];
  }
  for (const name of names) copyNamed(type, kept, resource, name);
  return kept;
}

function copyNamed(type: ResourceType, kept: Draft, resource: Resource, name: string): void {
  const extension = findExtension(type, name);
  if (extension) copy(kept, resource, extension.id);
  const place = extension ? undefined : placeIn(type, name);
  if (!place) return;
  const from = place.extension === null ? resource : resource[place.extension];
  if (!isObject(from)) return;
  const to: Draft = place.extension === null ? kept : { ...(kept[place.extension] as Resource) };
  if (place.sub === null) copy(to, from as Resource, place.attribute.name);
  else copySub(to, from as Resource, place.attribute, place.sub.name);
  if (place.extension !== null) kept[place.extension] = to;
}

function copy(to: Draft, from: Resource, name: string): void {
  if (from[name] !== undefined) to[name] = from[name];
}

function copySub(to: Draft, from: Resource, { name }: Attribute, sub: string): void {
  const value = from[name];
  const before = to[name];
  const only = (each: Value, had: Value | undefined) =>
    isObject(each) && each[sub] !== undefined
      ? { ...(had as Resource | undefined), [sub]: each[sub] as Value }
      : (had ?? null);
  // What has nothing of what is asked for keeps its place meanwhile: `withoutBlanks` drops it.
  if (Array.isArray(value)) {
    to[name] = value.map((each, at) => only(each, (before as Value[] | undefined)?.[at]) ?? {});
  } else if (value !== undefined) {
    const one = only(value, before);
    if (one !== null) to[name] = one;
  }
}

const isBlank = (value: Value | undefined): boolean =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;

/** An attribute that has no value is not there (RFC 7643, section 2.5). */
function withoutBlanks(resource: Resource): Resource {
  const kept: Draft = {};
  for (const [name, value] of Object.entries(resource)) {
    const some = Array.isArray(value) ? value.filter((each: Value) => !isBlank(each)) : value;
    if (!isBlank(some)) kept[name] = some;
  }
  return kept;
}

function without(type: ResourceType, resource: Resource, names: readonly string[]): Resource {
  const kept: Draft = { ...resource };
  for (const name of names) {
    const extension = findExtension(type, name);
    if (extension) delete kept[extension.id];
    const place = extension ? undefined : placeIn(type, name);
    if (!place || place.attribute.returned === 'always') continue;
    const holder: Draft =
      place.extension === null ? kept : { ...(kept[place.extension] as Resource) };
    const { attribute, sub } = place;
    if (sub === null) delete holder[attribute.name];
    else if (holder[attribute.name] !== undefined) {
      holder[attribute.name] = dropSub(holder[attribute.name] as Value, sub.name);
    }
    if (place.extension !== null && kept[place.extension]) kept[place.extension] = holder;
  }
  return kept;
}

function dropSub(value: Value, sub: string): Value {
  if (Array.isArray(value)) return value.map((each) => dropSub(each, sub));
  if (!isObject(value)) return value;
  const { [sub]: _dropped, ...rest } = value;
  return rest as Resource;
}

function placeIn(type: ResourceType, name: string) {
  try {
    return placeOf(type, readPath(name));
  } catch {
    return undefined;
  }
}

/** Whether an answer needs the attribute at all: members of many groups are not read for nothing. */
export function isAskedFor(name: string, { attributes, excludedAttributes }: Projection): boolean {
  const names = (list: readonly string[]) =>
    list.map((one) => one.slice(one.lastIndexOf(':') + 1).toLowerCase());
  if (attributes !== null) {
    return names(attributes).some((one) => one.split('.')[0] === name.toLowerCase());
  }
  return !names(excludedAttributes ?? []).includes(name.toLowerCase());
}
