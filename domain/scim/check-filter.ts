import { type Attribute, findAttribute } from './attributes';
import { findExtension } from './resource';
import type { ResourceType } from './schemas';
import type { Comparison, Filter, Literal } from './scim-filter';
import { type AttributePath, isForeign, placeOf } from './scim-path';
import { ScimProblem } from './scim-problem';

/** The attribute that a path names; null for one of an extension that nobody here knows. */
type Find = (path: AttributePath) => Attribute | null;

/**
 * Refuses a filter that names what none of the types has, or compares an attribute as it can't be, whatever
 * resources there are to try it on (RFC 7644, section 3.4.2.2).
 * @throws {ScimProblem} where it is such a one
 */
export const checkFilter = (types: readonly ResourceType[], filter: Filter): void =>
  check(filter, (path) => {
    for (const type of types) {
      const place = placeOf(type, path);
      if (place) return place.sub ?? place.attribute;
    }
    const isForeignToAll = types.every((type) => isForeign(type, path.urn));
    return isForeignToAll && !isSchema(types, path) ? null : unknown(path);
  });

/** `urn:…:User` alone reads as an attribute “User” of a foreign schema, and means none. */
const isSchema = (types: readonly ResourceType[], { urn, name, sub }: AttributePath): boolean =>
  sub === null && types.some((type) => findExtension(type, `${urn}:${name}`) !== undefined);

/** The same where the filter chooses among the values of an attribute. */
export const checkElementFilter = ({ subAttributes = [] }: Attribute, filter: Filter): void =>
  check(filter, (path) => findAttribute(subAttributes, path.name) ?? unknown(path));

const refuse = (message: string): never => {
  throw new ScimProblem('scim_invalid_filter', message);
};

const unknown = ({ name, sub }: AttributePath): never =>
  refuse(`There is no attribute “${sub === null ? name : `${name}.${sub}`}”.`);

function check(filter: Filter, find: Find): void {
  switch (filter.kind) {
    case 'and':
    case 'or':
      for (const one of filter.of) check(one, find);
      return;
    case 'not':
      check(filter.filter, find);
      return;
    case 'element': {
      const attribute = find(filter.path);
      if (attribute) checkElementFilter(attribute, filter.filter);
      return;
    }
    default: {
      const attribute = find(filter.path);
      if (attribute && filter.kind === 'compare') checkComparison(attribute, filter);
    }
  }
}

interface Compared {
  readonly comparison: Comparison;
  readonly value: Literal;
}

function checkComparison(attribute: Attribute, { comparison, value }: Compared): void {
  const isEquality = comparison === 'eq' || comparison === 'ne';
  // `emails co "@"` means their `value`.
  const { name, type } = findAttribute(attribute.subAttributes ?? [], 'value') ?? attribute;
  if (value === null && isEquality) return;
  if (type === 'complex') refuse(`${name} is compared by one of its parts, such as “${name}.…”.`);
  if (!isEquality && (type === 'boolean' || type === 'binary')) {
    refuse(`${name} can’t be compared by ${comparison}.`);
  }
  if (type === 'boolean' && !/^(true|false)$/i.test(String(value))) {
    refuse(`${name} is compared with true or false.`);
  }
  const isPart = comparison === 'co' || comparison === 'sw' || comparison === 'ew';
  if (type === 'dateTime' && !isPart && Number.isNaN(Date.parse(String(value)))) {
    refuse(`${name} is compared with a date and time.`);
  }
}
