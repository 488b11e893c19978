import type { JsonObject } from '@/db/schema/history';
import { type Attribute, findAttribute } from './attributes';
import { coreAttributes, type ResourceType } from './schemas';
import { ScimProblem } from './scim-problem';

export type Value = string | number | boolean | null | readonly Value[] | Resource;
/** JSON with the names that the schemas have. */
export interface Resource {
  readonly [name: string]: Value;
}

/** As the database types it: nothing in it is ever changed in place. */
export const stored = (resource: Resource): JsonObject => resource as unknown as JsonObject;

const MAX_TEXT = 10_000;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wrong = (name: string, what: string): never => {
  throw new ScimProblem('scim_invalid_value', `${name} must be ${what}.`);
};

const DATE_TIME = /^-?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/;

/** `"True"` and `"False"` are what Entra ID sends for booleans. */
function readBoolean(name: string, value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  if (text === 'true') return true;
  return text === 'false' ? false : wrong(name, 'a boolean');
}

/** By which the database finds people: its indexes hold no longer ones. */
const MAX_NAMES = new Map([
  ['userName', 500],
  ['externalId', 500],
]);

function readText(name: string, value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return wrong(name, 'a text');
  const max = MAX_NAMES.get(name) ?? MAX_TEXT;
  if (value.length > max) return wrong(name, `at most ${max} characters long`);
  if (value.includes('\0') || !value.isWellFormed()) return wrong(name, 'text in Unicode, no NUL');
  return value;
}

function readNumber({ name, type }: Attribute, value: unknown): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return wrong(name, 'a number');
  return type === 'integer' && !Number.isInteger(number) ? wrong(name, 'an integer') : number;
}

/**
 * One value of an attribute, as the schema has it; undefined for one that is unassigned. A text where
 * a complex value belongs is its `value`: so Entra ID sends a manager.
 */
export function readSingle(attribute: Attribute, value: unknown): Value | undefined {
  const { name, type } = attribute;
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case 'boolean':
      return readBoolean(name, value);
    case 'integer':
    case 'decimal':
      return readNumber(attribute, value);
    case 'dateTime': {
      const text = readText(name, value);
      return DATE_TIME.test(text) ? text : wrong(name, 'a date and time (RFC 7643, 2.3.5)');
    }
    case 'complex': {
      if (isObject(value)) return readComplex(attribute, value);
      if (typeof value === 'string' && findAttribute(attribute.subAttributes ?? [], 'value')) {
        return value === '' ? undefined : readComplex(attribute, { value });
      }
      return wrong(name, 'an object');
    }
    default:
      return readText(name, value);
  }
}

function readComplex({ name, subAttributes = [] }: Attribute, value: Record<string, unknown>) {
  const read: Record<string, Value> = {};
  for (const [key, each] of Object.entries(value)) {
    const sub = findAttribute(subAttributes, key);
    const one = sub && sub.mutability !== 'readOnly' ? readAttribute(sub, each) : undefined;
    if (sub && one !== undefined) read[sub.name] = one;
  }
  const isReference = findAttribute(subAttributes, 'value')?.mutability === 'immutable';
  if (isReference && idIn(read) === '') return wrong(name, 'named by their “value”');
  return Object.keys(read).length > 0 ? read : undefined;
}

/** The whole of an attribute; null, an empty list and an object of nothing are unassigned (2.5). */
export function readAttribute(attribute: Attribute, value: unknown): Value | undefined {
  if (!attribute.multiValued) {
    if (!Array.isArray(value)) return readSingle(attribute, value);
    return value.length > 1 ? wrong(attribute.name, 'one value') : readSingle(attribute, value[0]);
  }
  const values = (Array.isArray(value) ? value : [value])
    .map((each) => readSingle(attribute, each))
    .filter((each) => each !== undefined);
  return values.length > 0 ? withOnePrimary(attribute, values) : undefined;
}

function withOnePrimary({ name }: Attribute, values: readonly Value[]): readonly Value[] {
  const primaries = values.filter((each) => isObject(each) && each.primary === true);
  return primaries.length > 1 ? wrong(name, 'a list with one primary value at most') : values;
}

/** Whom a reference means, by its `value` or at the end of its `$ref`; empty where it says neither. */
export function idIn({ value, $ref }: Readonly<Record<string, unknown>>): string {
  if (typeof value === 'string') return value;
  return typeof $ref === 'string' ? $ref.slice($ref.lastIndexOf('/') + 1) : '';
}

/** The extension of a type that a URN names, in any case. */
export const findExtension = ({ extensions }: ResourceType, urn: string) =>
  extensions.find(({ id }) => id.toLowerCase() === urn.toLowerCase());

/**
 * A resource as a client sends it (POST, PUT). What no schema knows and what clients may not write is
 * left out, as RFC 7644, section 3.3 lets us; nothing that is left out is kept anywhere.
 * @throws {ScimProblem} where a value is of the wrong kind, or a required one is missing
 */
export function readResource(type: ResourceType, body: unknown): Resource {
  if (!isObject(body)) {
    throw new ScimProblem('scim_invalid_syntax', 'The body must be a JSON object.');
  }
  requireSchema(body, type.schema.id);
  const read = readFields(coreAttributes(type), body);
  for (const extension of type.extensions) {
    const key = Object.keys(body).find((one) => findExtension(type, one) === extension);
    const sent = key === undefined ? null : body[key];
    if (sent === null || sent === undefined) continue;
    if (!isObject(sent)) return wrong(extension.id, 'an object');
    const fields = readFields(extension.attributes, sent);
    if (Object.keys(fields).length > 0) read[extension.id] = fields;
  }
  return read;
}

function readFields(attributes: readonly Attribute[], body: Record<string, unknown>) {
  const read: Record<string, Value> = {};
  for (const [key, value] of Object.entries(body)) {
    const attribute = findAttribute(attributes, key);
    if (!attribute || !isWritable(attribute)) continue;
    const one = readAttribute(attribute, value);
    if (one !== undefined) read[attribute.name] = one;
  }
  return read;
}

/** `schemas` follows from what there is. A password is thrown away: people set their own. */
export const isWritable = ({ mutability, name, returned }: Attribute): boolean =>
  mutability !== 'readOnly' && name !== 'schemas' && returned !== 'never';

/** @throws {ScimProblem} where `schemas` does not name what the body has to be (RFC 7643, 3.) */
export function requireSchema(body: Record<string, unknown>, urn: string): void {
  const key = Object.keys(body).find((one) => one.toLowerCase() === 'schemas');
  const sent = key === undefined ? null : body[key];
  const named = Array.isArray(sent) ? sent : [sent];
  const names = named.some(
    (one) => typeof one === 'string' && one.toLowerCase() === urn.toLowerCase(),
  );
  if (!names) throw new ScimProblem('scim_invalid_syntax', `“schemas” must name ${urn}.`);
}

/** @throws {ScimProblem} where an attribute that the type requires is missing or blank */
export function requireAttributes({ schema }: ResourceType, resource: Resource): Resource {
  for (const { name, required } of schema.attributes) {
    const value = resource[name];
    if (required && (typeof value !== 'string' || value.trim() === '')) {
      throw new ScimProblem('scim_invalid_value', `${name} is required.`);
    }
  }
  return resource;
}
