import { type Attribute, findAttribute } from './attributes';
import { isObject, type Resource, type Value } from './resource';
import type { ResourceType } from './schemas';
import type { Comparison, Filter, Literal } from './scim-filter';
import { type AttributePath, placeOf } from './scim-path';

/** What a path finds in a resource or an element: values, and the attribute they are values of. */
interface Found {
  readonly attribute: Attribute;
  readonly values: readonly Value[];
}
type Find = (path: AttributePath) => Found | null;

/**
 * Whether a resource passes a filter. Texts are compared as their attribute says (`caseExact`), times as
 * times; an attribute that has no value, or that the type lacks, is null, and one of several values passes
 * where any does. What can't be asked at all is for `checkFilter` to refuse.
 */
export const matches = (type: ResourceType, filter: Filter, resource: Resource): boolean =>
  passes(filter, (path) => findIn(type, path, resource));

function findIn(type: ResourceType, path: AttributePath, resource: Resource): Found | null {
  const place = placeOf(type, path);
  if (!place) return null;
  const holder = place.extension === null ? resource : (resource[place.extension] ?? null);
  const value = isObject(holder) ? holder[place.attribute.name] : undefined;
  const found = { attribute: place.attribute, values: listOf(value as Value | undefined) };
  return place.sub ? within(found, place.sub) : found;
}

/** What resources are sorted by: the primary value of a list, else its first. */
export function sortValueOf(type: ResourceType, path: AttributePath, resource: Resource) {
  const found = findIn(type, path, resource);
  if (!found) return null;
  const isPrimary = (one: Value) => isObject(one) && one.primary === true;
  const first = found.values.find(isPrimary) ?? found.values[0];
  const { attribute, values } = comparable({
    ...found,
    values: first === undefined ? [] : [first],
  });
  return values[0] === undefined ? null : { attribute, value: values[0] };
}

/** The same for one element of a multi-valued attribute, whose sub-attributes the filter names. */
export const matchesElement = (attribute: Attribute, filter: Filter, element: Value): boolean =>
  passes(filter, ({ name }) => {
    const sub = findAttribute(attribute.subAttributes ?? [], name);
    return sub ? within({ attribute, values: [element] }, sub) : null;
  });

const listOf = (value: Value | undefined): readonly Value[] => {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value as Value];
};

const within = ({ values }: Found, sub: Attribute): Found => ({
  attribute: sub,
  values: values.flatMap((element) =>
    isObject(element) ? listOf(element[sub.name] as Value | undefined) : [],
  ),
});

/** `emails co "@"` means their `value` (RFC 7644, section 3.4.2.2). */
function comparable(found: Found): Found {
  const value = findAttribute(found.attribute.subAttributes ?? [], 'value');
  return value ? within(found, value) : found;
}

function passes(filter: Filter, find: Find): boolean {
  switch (filter.kind) {
    case 'and':
      return filter.of.every((one) => passes(one, find));
    case 'or':
      return filter.of.some((one) => passes(one, find));
    case 'not':
      return !passes(filter.filter, find);
    case 'present':
      return find(filter.path)?.values.some((value) => value !== '') ?? false;
    case 'element': {
      const { attribute, values } = find(filter.path) ?? { values: [] };
      return values.some((one) => attribute && matchesElement(attribute, filter.filter, one));
    }
    default: {
      const found = find(filter.path);
      return found !== null && compareAny(found, filter.comparison, filter.value);
    }
  }
}

function compareAny(found: Found, comparison: Comparison, value: Literal): boolean {
  const { attribute, values } = comparable(found);
  const isAbsent = values.length === 0;
  if (value === null || isAbsent) {
    if (comparison === 'eq') return isAbsent && value === null;
    return comparison === 'ne' && isAbsent !== (value === null);
  }
  return values.some((one) => compare(attribute, one, comparison, value));
}

function compare(attribute: Attribute, held: Value, comparison: Comparison, value: Literal) {
  const [left, right] = [ordered(attribute, held), ordered(attribute, value)];
  if (comparison === 'eq') return left === right;
  if (comparison === 'ne') return left !== right;
  if (left === null || right === null) return false;
  const [text, part] = [folded(attribute, held), folded(attribute, value)];
  if (comparison === 'co') return text.includes(part);
  if (comparison === 'sw') return text.startsWith(part);
  if (comparison === 'ew') return text.endsWith(part);
  if (typeof left !== typeof right) return false;
  if (comparison === 'gt') return left > right;
  if (comparison === 'ge') return left >= right;
  return comparison === 'lt' ? left < right : left <= right;
}

const folded = ({ caseExact }: Attribute, value: Value): string =>
  caseExact ? String(value) : String(value).toLowerCase();

/** A value as it is compared, and sorted by. */
export function ordered(attribute: Attribute, value: Value): string | number | boolean | null {
  if (value === null || typeof value === 'object') return null;
  switch (attribute.type) {
    case 'boolean':
      return typeof value === 'boolean' ? value : String(value).toLowerCase() === 'true';
    case 'integer':
    case 'decimal':
      return Number(value);
    case 'dateTime': {
      const time = Date.parse(String(value));
      return Number.isNaN(time) ? null : time;
    }
    default:
      return folded(attribute, value);
  }
}

/** Whether a filter asks for an attribute of this name anywhere outside brackets. */
export function mentions(filter: Filter, name: string): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') {
    return filter.of.some((one) => mentions(one, name));
  }
  if (filter.kind === 'not') return mentions(filter.filter, name);
  return filter.path.name.toLowerCase() === name.toLowerCase();
}
