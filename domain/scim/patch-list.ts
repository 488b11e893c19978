import { type Attribute, findAttribute } from './attributes';
import { matchesElement } from './match-filter';
import type { Op } from './read-patch';
import { idIn, isObject, type Resource, readAttribute, readSingle, type Value } from './resource';
import type { Filter } from './scim-filter';
import type { Place } from './scim-path';
import { ScimProblem } from './scim-problem';

export type Draft = Record<string, Value>;

/** A path with its filter apart: `emails[type eq "work"].value`. */
export interface Selection extends Place {
  readonly filter: Filter | null;
}

export const asObject = (value: Value | undefined): Resource =>
  (isObject(value) ? value : {}) as Resource;

export function withSub(
  op: Op,
  before: Resource,
  sub: Attribute,
  value: unknown,
): Value | undefined {
  const after: Draft = { ...before };
  const read = op === 'remove' ? undefined : readAttribute(sub, value);
  if (read === undefined) delete after[sub.name];
  else after[sub.name] = read;
  return Object.keys(after).length > 0 ? after : undefined;
}

/** The values of an attribute that has several, after an operation on all or some of them. */
export function writeList(
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
  const isReference = findAttribute(subAttributes, 'value')?.mutability === 'immutable';
  const referred = isReference ? idIn(element) : '';
  if (referred !== '') return referred;
  if (typeof element.value !== 'string') {
    return JSON.stringify(Object.entries(element).sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return JSON.stringify([element.value, element.type ?? null]);
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
  const after = before.map((each, index) => {
    if (!isChosen[index]) return each;
    if (op === 'remove' && sub === null) return undefined;
    if (op !== 'replace' || sub !== null) {
      return changed(op, { attribute, sub }, asObject(each), value);
    }
    // All of it is replaced (3.5.2.3), but for what it was chosen by.
    const read = readSingle(attribute, oneOf(attribute, value));
    return read && readSingle(attribute, { ...wantedBy(filter), ...asObject(read) });
  });
  const isPrimary = (each: Value | undefined) => isObject(each) && each.primary === true;
  const hasPrimary = after.some((each, index) => isChosen[index] && isPrimary(each));
  return after.flatMap((each, index) => {
    if (each === undefined) return [];
    return [hasPrimary && !isChosen[index] ? withoutPrimary(each) : each];
  });
}

function changed(
  op: Op,
  { attribute, sub }: Pick<Place, 'attribute' | 'sub'>,
  before: Resource,
  value: unknown,
): Value | undefined {
  if (sub) return withSub(op, before, sub, value);
  return { ...before, ...asObject(readSingle(attribute, oneOf(attribute, value))) };
}

function oneOf({ name }: Attribute, value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  if (value.length > 1) throw new ScimProblem('scim_invalid_value', `${name}[…] takes one value.`);
  return value[0];
}

/** What an element must have to be chosen: the equalities of the filter, joined by `and`. */
function wantedBy(filter: Filter): Draft {
  if (filter.kind === 'and') return Object.assign({}, ...filter.of.map(wantedBy));
  const isEquality = filter.kind === 'compare' && filter.comparison === 'eq';
  return isEquality ? { [filter.path.name]: filter.value } : {};
}

export function assertOnePrimary({ name }: Attribute, values: Value | undefined): void {
  const primaries = Array.isArray(values)
    ? values.filter((each: Value) => isObject(each) && each.primary === true)
    : [];
  if (primaries.length > 1) {
    throw new ScimProblem('scim_invalid_value', `${name} can have one primary value.`);
  }
}
