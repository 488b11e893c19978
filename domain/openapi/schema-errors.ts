import type { ErrorObject } from 'ajv';
import { cut } from '@/domain/base/text';
import type { DocumentProblem } from './api-document';
import { quote } from './text';

const ALTERNATIVES = new Set(['oneOf', 'anyOf', 'if', 'not', 'allOf']);
const MAX_OF_ONE_CHOICE = 3;

/**
 * What a validator's errors come down to. A failed alternative reports each of its branches just
 * before itself: the deepest complaint tells most; that the value isn't a reference tells least.
 */
export function tellErrors(errors: readonly ErrorObject[]): DocumentProblem[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (!ALTERNATIVES.has(error.keyword)) {
      kept.push(error);
      continue;
    }
    const branches: ErrorObject[] = [];
    for (let last = kept.at(-1); last && isWithin(last, error); last = kept.at(-1)) {
      branches.unshift(last);
      kept.pop();
    }
    kept.push(...mostTelling(branches, error));
  }
  const problems = kept.map((error) => ({
    path: cut(clean(error.instancePath), 1_000),
    message: sentence(error),
  }));
  return [
    ...new Map(problems.map((problem) => [problem.path + problem.message, problem])).values(),
  ];
}

const isWithin = (inner: ErrorObject, outer: ErrorObject): boolean =>
  inner.instancePath === outer.instancePath ||
  inner.instancePath.startsWith(`${outer.instancePath}/`);

/**
 * The deepest of the errors that tell something: not those of a reference that the value isn't, nor,
 * beside others as deep, those of branches for another kind of value (`in: header`, not `query`).
 */
function mostTelling(branches: readonly ErrorObject[], choice: ErrorObject): ErrorObject[] {
  const references = new Set(branches.filter(missesRef).map((error) => error.instancePath));
  const telling = branches.filter(
    (error) =>
      !references.has(error.instancePath) ||
      !(missesRef(error) || error.keyword === 'additionalProperties'),
  );
  const deepest = Math.max(...telling.map(depth));
  const deep = telling.filter((error) => depth(error) === deepest);
  const others = deep.filter((error) => !asksForKind(error));
  const chosen = others.length > 0 ? others : deep;
  const distinct = new Map(chosen.map((error) => [error.instancePath, error]));
  return distinct.size === 0 ? [choice] : [...distinct.values()].slice(0, MAX_OF_ONE_CHOICE);
}

const asksForKind = ({ keyword, params }: ErrorObject): boolean =>
  keyword === 'const' ||
  (keyword === 'enum' && Array.isArray(params.allowedValues) && params.allowedValues.length === 1);

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
