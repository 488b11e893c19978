import { writtenCount } from '@/domain/base/written';
import type { Place } from './findings';
import type { Scan } from './scan-paths';

const MAX_PLACES = 20;
const MAX_UNREAD = 20;

/** What a scan has seen, for people. No secret is in it. */
export function report({ findings, files, objects, unread }: Scan): string {
  const seen = [count(files, 'file'), ...(objects > 0 ? [count(objects, 'Git object')] : [])];
  const lines = findings.flatMap(({ hint, sha256, places }) => [
    `${hint}  sha256 ${sha256}`,
    ...places.slice(0, MAX_PLACES).map((place) => `  ${placeText(place)}`),
    ...more(places.length - MAX_PLACES, 'place'),
  ]);
  const missed = [
    ...unread
      .slice(0, MAX_UNREAD)
      .map(({ path, reason }) => `not read: ${printable(path)} (${reason})`),
    ...more(unread.length - MAX_UNREAD, 'other', 'not read'),
  ];
  const total =
    findings.length === 0
      ? `No Keyward secret in ${seen.join(' and ')}.`
      : `${count(findings.length, 'Keyward secret')} in ${seen.join(' and ')}. Revoke each: keyward token lookup <sha256> tells which token it is.`;
  return [...lines, ...missed, total].join('\n');
}

const count = (number: number, what: string) => writtenCount(number, what);

const more = (number: number, what: string, before = '  and') =>
  number > 0 ? [`${before} ${count(number, what)} more`] : [];

/** A name may hold anything; a terminal must not act on it. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const printable = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '�');

function placeText(place: Place): string {
  if (place.in === 'name') return `the name of ${printable(place.path)}`;
  if (place.in === 'history' && !('line' in place)) {
    const where = place.origin?.path ?? `something in tree ${place.object.slice(0, 12)}`;
    return inHistory(place, `the name of ${where}`);
  }
  const at = `${place.line}:${place.column}`;
  if (place.in === 'file') return `${printable(place.path)}:${at}`;
  if (place.in === 'staged') return `staged: ${printable(place.path)}:${at}`;
  const where = place.origin?.path ?? `${place.type} ${place.object.slice(0, 12)}`;
  return inHistory(place, `${where}:${at}`);
}

function inHistory(
  { origin, repository }: Extract<Place, { in: 'history' }>,
  where: string,
): string {
  const since = origin
    ? `since commit ${origin.commit.slice(0, 12)} of ${origin.at.slice(0, 10)} by ${origin.author}`
    : 'reached by no commit; git gc --prune=now removes it';
  return `history of ${printable(repository)}: ${printable(where)}, ${printable(since)}`;
}
