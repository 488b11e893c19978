#!/usr/bin/env node
// `npm run figures`: how the house stands, in numbers: circles of folders, sizes, crumbs.
import { readImports } from './lib/read-imports.mjs';
import { uncheckedOperations } from './lib/unchecked-operations.mjs';

const CRUMB_LINES = 30;
/** Files that Next, a bundler or a process finds by their names have no importer of ours. */
const ENTRY = /(^|\/)(page|layout|loading|error|not-found|route|main|index|proxy)\.tsx?$/;

const say = (line) => process.stdout.write(`${line}\n`);
const files = readImports();
const folderOf = (path) => path.slice(0, path.lastIndexOf('/'));
const percent = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;

/** Folders that can reach themselves by the imports between folders. */
function foldersInCircles(room) {
  const first = (path) => path.split('/').slice(0, 2).join('/');
  const edges = new Map();
  for (const { path, imports } of files.filter((file) => file.path.startsWith(`${room}/`))) {
    for (const to of imports.filter((each) => each.startsWith(`${room}/`))) {
      if (first(path) === first(to)) continue;
      edges.set(first(path), (edges.get(first(path)) ?? new Set()).add(first(to)));
    }
  }
  const reachesItself = (from) => {
    const seen = new Set();
    const look = (at) =>
      [...(edges.get(at) ?? [])].some(
        (to) => to === from || (!seen.has(to) && look(to, seen.add(to))),
      );
    return look(from);
  };
  return [...edges.keys()].filter(reachesItself);
}

const importers = new Map();
for (const { path, imports } of files) {
  for (const to of imports) importers.set(to, [...(importers.get(to) ?? []), path]);
}
const lines = files.map((file) => file.lines).sort((a, b) => a - b);
const at = (share) => lines[Math.min(lines.length - 1, Math.floor(share * lines.length))];
const crumbs = files.filter(
  ({ path, lines: length }) =>
    length < CRUMB_LINES && !ENTRY.test(path) && importers.get(path)?.length === 1,
);
const named = uncheckedOperations();
/** A file of the domain that decides about rights, or a reading of what somebody holds. */
const DECIDES =
  /from '@\/domain\/(authority\/|tokens\/minting|\w+\/\w+-rules')|\.(grants|memberOf|leadOf)\b/g;
const deciding = files.flatMap(({ path, text }) =>
  path.startsWith('app/') ? (text.match(DECIDES) ?? []).map((found) => `${path} ${found}`) : [],
);

for (const room of ['domain', 'components', 'app']) {
  const circles = foldersInCircles(room);
  say(`folders of ${room} in circles: ${circles.length} ${circles.join(' ')}`);
}
say(`files: ${files.length}; lines: median ${at(0.5)}, p95 ${at(0.95)}, most ${lines.at(-1)}`);
say(
  `under ${CRUMB_LINES} lines with one importer: ${crumbs.length}, ${percent(crumbs.length, files.length)}`,
);
say(`folders: ${new Set(files.map(({ path }) => folderOf(path))).size}`);
say(`imports of rules about rights, and readings of rights, in app/: ${deciding.length}`);
say(
  `operations named outside their definition, and unchecked by the compiler: ${named.unchecked.length}` +
    ` (${named.checked} checked: what takes them is a closed set of names)`,
);
if (process.argv.includes('--list')) {
  for (const line of [
    ...crumbs.map(({ path }) => `crumb ${path}`),
    ...named.unchecked,
    ...deciding,
  ])
    say(line);
}
