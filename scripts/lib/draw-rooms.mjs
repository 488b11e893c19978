import { FLOORS } from './floors.mjs';
import { readImports } from './read-imports.mjs';

const roomOf = (path) => path.split('/', 1)[0];
/** The folder of a room; `.` for a file that lies in none. */
const folderOf = (path) => {
  const [, folder, ...rest] = path.split('/');
  return rest.length > 0 ? folder : '.';
};

function edgesBetween(files, placeOf) {
  const edges = new Map();
  for (const { path, imports } of files) {
    for (const to of imports) {
      const [from, into] = [placeOf(path), placeOf(to)];
      if (from === null || into === null || from === into) continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(into));
    }
  }
  return edges;
}

/** Without the edges that a longer way says already. */
function reduced(edges) {
  const reaches = (from, to, seen = new Set()) =>
    [...(edges.get(from) ?? [])].some((next) => {
      if (next === to) return true;
      return seen.has(next) ? false : reaches(next, to, seen.add(next));
    });
  return [...edges].flatMap(([from, all]) =>
    [...all]
      .filter((to) => ![...all].some((other) => other !== to && reaches(other, to)))
      .map((to) => [from, to]),
  );
}

const lines = (edges) => edges.map(([from, to]) => `  ${id(from)} --> ${id(to)}`).sort();
const id = (place) => place.replace(/[^a-z]/gi, '_');
const mermaid = (rows) => ['```mermaid', 'flowchart TD', ...rows, '```'].join('\n');

function drawRooms(files) {
  return mermaid(lines(reduced(edgesBetween(files, roomOf))));
}

/** Highest floor first, as one looks at a house. */
function drawFloors(room, files) {
  const own = files.filter(({ path }) => roomOf(path) === room);
  const edges = edgesBetween(own, (path) => (roomOf(path) === room ? folderOf(path) : null));
  const floors = FLOORS[room].map((folders, at) => [
    `  subgraph floor${at}[floor ${at}]`,
    ...folders.map((folder) => `    ${id(folder)}["${folder === '.' ? 'no folder' : folder}"]`),
    '  end',
  ]);
  return mermaid([...floors.reverse().flat(), ...lines(reduced(edges))]);
}

/** The pictures of docs/architecture.md by name, drawn from the imports. */
export function drawPictures() {
  const files = readImports();
  const pictures = { rooms: drawRooms(files) };
  for (const room of Object.keys(FLOORS)) pictures[room] = drawFloors(room, files);
  return pictures;
}
