import type { RoutedOperation } from '../compile-routes';

/**
 * How some server reads a request, for tests: written without any code of the matcher, and each
 * habit on its own, so that properties can combine them in every order.
 */
export interface ServerModel {
  /** Applied to the whole path, in this order, before or after it is split. */
  readonly habits: readonly Habit[];
  readonly splitsFirst: boolean;
  readonly ignoresCase: boolean;
  readonly ignoresTrailingSlash: boolean;
  readonly takesFormatSuffix: boolean;
  readonly headFirst: boolean;
  /** Its parameter of several segments stands for none as well. */
  readonly multiTakesNothing: boolean;
  readonly preference: Preference;
}

export type Habit = keyof typeof HABITS;
export type Preference = 'leftmost' | 'rightmost' | 'most literals';

export const HABITS = {
  decode: (text: string) => text.replaceAll(/(?:%[0-9a-f]{2})+/gi, decodeRun),
  decodeUnreserved: (text: string) =>
    text.replaceAll(/%[0-9a-f]{2}/gi, (escaped) => {
      const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
      return /^[A-Za-z0-9_.~-]$/.test(character) ? character : escaped;
    }),
  decodeAgain: (text: string) => text.replaceAll(/(?:%[0-9a-f]{2})+/gi, decodeRun),
  backslashToSlash: (text: string) => text.replaceAll('\\', '/'),
  dropParameters: (text: string) => text.replaceAll(/;[^/]*/g, ''),
  mergeSlashes: (text: string) => text.replaceAll(/\/{2,}/g, '/'),
  resolveDots: (text: string) => resolveDots(text),
  plusToSpace: (text: string) => text.replaceAll('+', ' '),
  trim: (text: string) =>
    text
      .split('/')
      .map((segment) => segment.trim())
      .join('/'),
  compose: (text: string) => text.normalize('NFKC'),
  cutAtNul: (text: string) => text.split('\0')[0] ?? '',
  cutAtHash: (text: string) => text.split('#')[0] ?? '',
  cutAtQuestionMark: (text: string) => text.split('?')[0] ?? '',
} as const;

function decodeRun(run: string): string {
  const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
  return bytes.toString('utf8').includes('\uFFFD')
    ? bytes.toString('latin1')
    : bytes.toString('utf8');
}

function resolveDots(text: string): string {
  const kept: string[] = [];
  for (const segment of text.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '.') kept.push(segment);
  }
  return kept.join('/');
}

/** Every operation that such a server might run: none, one, or several it can't tell apart. */
export function serve(
  model: ServerModel,
  operations: readonly RoutedOperation[],
  method: string,
  rawPath: string,
): string[] {
  const segments = readRequest(model, rawPath);
  if (segments === null) return [];
  const own = pick(
    model,
    operations.filter((one) => one.method === method),
    segments,
  );
  if (method !== 'HEAD' || (model.headFirst && own.length > 0)) return own;
  const both = operations.filter((one) => one.method === 'HEAD' || one.method === 'GET');
  return pick(model, both, segments);
}

function readRequest(model: ServerModel, rawPath: string): string[] | null {
  const path = rawPath.split('?')[0] ?? '';
  if (!path.startsWith('/')) return null;
  const habits = model.habits.map((habit) => HABITS[habit]);
  const apply = (text: string) => habits.reduce((result, habit) => habit(result), text);
  const parts = model.splitsFirst
    ? path.slice(1).split('/').map(apply)
    : apply(path).slice(1).split('/');
  if (model.ignoresTrailingSlash && parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.map((part) => (model.ignoresCase ? foldCase(part) : part));
}

const foldCase = (text: string) => text.toUpperCase().toLowerCase();

function pick(
  model: ServerModel,
  operations: readonly RoutedOperation[],
  segments: readonly string[],
): string[] {
  const allFitting = operations
    .map((one) => ({ one, template: readTemplate(model, one.pathTemplate) }))
    .filter(({ template }) => fits(model, template, segments));
  const fitting = preferWritten(allFitting, segments);
  let best = fitting.slice(0, 1);
  for (const candidate of fitting.slice(1)) {
    const [champion] = best;
    if (champion === undefined) break;
    const order = compareFitting(model.preference, candidate.template, champion.template, segments);
    if (order < 0) best = [candidate];
    else if (order === 0) best.push(candidate);
  }
  const own = best.filter(({ one }) => one.method !== 'GET');
  return (own.length > 0 ? own : best).map(({ one }) => one.operation);
}

/** What is written out goes before a parameter that stands for no segment. */
function compareFitting(
  preference: Preference,
  one: readonly string[],
  other: readonly string[],
  { length }: readonly string[],
): number {
  const [mine, theirs] = [one, other].map((template) => spread(template, length).map(rank));
  if (mine?.join() === theirs?.join()) {
    return Number(one.length > length) - Number(other.length > length);
  }
  return compare(preference, mine ?? [], theirs ?? []);
}

/** Whoever declares `/me.json` beside `/me` tells them apart: written out beats a dropped suffix. */
function preferWritten<Candidate extends { readonly template: readonly string[] }>(
  fitting: readonly Candidate[],
  segments: readonly string[],
): readonly Candidate[] {
  const written = fitting.filter(({ template }) => template.at(-1) === segments.at(-1));
  const needsSuffix = ({ template }: Candidate) =>
    !isMulti(template.at(-1) ?? '') && !fitsSegment(template.at(-1) ?? '', segments.at(-1) ?? '');
  return written.length > 0 ? fitting.filter((one) => !needsSuffix(one)) : fitting;
}

function readTemplate(model: ServerModel, template: string): string[] {
  const parts = template
    .slice(1)
    .split('/')
    .map((part) => decodeURIComponent(part));
  if (model.ignoresTrailingSlash && parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts.map((part) => (model.ignoresCase ? foldCase(part) : part));
}

function fits(
  model: ServerModel,
  template: readonly string[],
  segments: readonly string[],
): boolean {
  const multiAt = template.findIndex(isMulti);
  if (multiAt >= 0) {
    const suffix = template.length - 1 - multiAt;
    const end = segments.length - suffix;
    if (end < multiAt) return false;
    const taken = segments.slice(multiAt, end);
    const rest = [...segments.slice(0, multiAt), ...segments.slice(end)];
    const isFed = taken.join('/') !== '' || model.multiTakesNothing;
    // What it takes has its suffix, where it comes last.
    const takesFormatSuffix = model.takesFormatSuffix && suffix > 0;
    return isFed && fits({ ...model, takesFormatSuffix }, template.toSpliced(multiAt, 1), rest);
  }
  if (template.length !== segments.length) return false;
  const last = segments.length - 1;
  return template.every((expected, at) => {
    const actual = segments[at] ?? '';
    if (fitsSegment(expected, actual)) return true;
    const suffixed = model.takesFormatSuffix && at === last;
    return suffixed && fitsSegment(expected, actual.replace(/(?<=.)\.[^.]*$/, ''));
  });
}

const isMulti = (segment: string): boolean => /^\{[^}]*\.\.\.\}$/.test(segment);

/** A template with as many segments as the request, but where its parameter stands for none. */
function spread(template: readonly string[], length: number): readonly string[] {
  const multiAt = template.findIndex(isMulti);
  if (multiAt < 0) return template;
  const taken = Math.max(length - template.length + 1, 0);
  const multis = Array.from({ length: taken }, () => template[multiAt] ?? '');
  return template.toSpliced(multiAt, 1, ...multis);
}

function fitsSegment(expected: string, actual: string): boolean {
  const source = expected
    .split(/\{[^}]*\}/)
    .map((text) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'))
    .join('.+');
  return new RegExp(`^${source}$`, 's').test(actual);
}

/** Concrete before partial before templated (OpenAPI), where templates disagree by preference. */
function compare(
  preference: Preference,
  mine: readonly number[],
  theirs: readonly number[],
): number {
  if (preference === 'most literals') {
    return mine.reduce((sum, at) => sum + at, 0) - theirs.reduce((sum, at) => sum + at, 0);
  }
  const places = mine.map((_, at) => at);
  if (preference === 'rightmost') places.reverse();
  const place = places.find((at) => mine[at] !== theirs[at]);
  return place === undefined ? 0 : (mine[place] ?? 0) - (theirs[place] ?? 0);
}

function rank(segment: string): number {
  if (!segment.includes('{')) return 0;
  return /^\{[^}]*\}$/.test(segment) ? 2 : 1;
}
