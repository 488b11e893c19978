import { type Attribute, findAttribute } from './attributes';
import { findExtension } from './resource';
import { coreAttributes, type ResourceType } from './schemas';
import { type ScimCode, ScimProblem } from './scim-problem';

/** `urn:…:User:name.familyName`: the URN is null where the path has none. */
export interface AttributePath {
  readonly urn: string | null;
  readonly name: string;
  readonly sub: string | null;
}

const NAME = /^[A-Za-z$][\w$-]*$/;

/** @throws {ScimProblem} where it is no attribute path (RFC 7644, figure 1) */
export function readPath(source: string, code: ScimCode = 'scim_invalid_path'): AttributePath {
  // The version in a URN has a dot as well: names begin after its last colon.
  const colon = source.lastIndexOf(':');
  const urn = colon === -1 ? null : source.slice(0, colon);
  const [name = '', sub = null, ...more] = source.slice(colon + 1).split('.');
  const isPath = more.length === 0 && NAME.test(name) && (sub === null || NAME.test(sub));
  if (!isPath || (urn !== null && !/^urn:/i.test(urn))) {
    throw new ScimProblem(code, `“${source.slice(0, 100)}” is no path of an attribute.`);
  }
  return { urn, name, sub };
}

/** Whether a URN is of an extension that nobody here knows. */
export const isForeign = (type: ResourceType, urn: string | null): boolean =>
  urn !== null &&
  urn.toLowerCase() !== type.schema.id.toLowerCase() &&
  findExtension(type, urn) === undefined;

/** Where an attribute is kept: `extension` is the URN of the object it lies in, null for the resource. */
export interface Place {
  readonly extension: string | null;
  readonly attribute: Attribute;
  readonly sub: Attribute | null;
}

/**
 * Finds what a path means in a type of resource; the URN may be that of an extension, of the type
 * itself, or left out. Undefined where no schema has it.
 */
export function placeOf(type: ResourceType, { urn, name, sub }: AttributePath): Place | undefined {
  const isCore = urn === null || urn.toLowerCase() === type.schema.id.toLowerCase();
  const extension = urn === null ? undefined : findExtension(type, urn);
  const attributes = isCore ? coreAttributes(type) : (extension?.attributes ?? []);
  const attribute = findAttribute(attributes, name);
  if (!attribute) return undefined;
  const found = sub === null ? null : findAttribute(attribute.subAttributes ?? [], sub);
  if (found === undefined) return undefined;
  return { extension: isCore ? null : (extension?.id ?? null), attribute, sub: found };
}
