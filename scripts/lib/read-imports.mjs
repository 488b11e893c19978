import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { inRoot } from './root.mjs';

const ROOMS = [
  'app',
  'bench',
  'cli',
  'client',
  'components',
  'db',
  'domain',
  'journal',
  'verifier',
];
const SOURCE = /\.tsx?$/;
const NOT_CODE = /\.(test|spec)\.tsx?$|\.d\.ts$|^bench\/peers\/|\/dist\//;

function filesIn(folder) {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesIn(path);
    return SOURCE.test(path) && !NOT_CODE.test(path) ? [path] : [];
  });
}

/** The file of ours that a specifier names; null for packages and what is no code. */
function resolve(from, specifier) {
  const isOurs = specifier.startsWith('.') || specifier.startsWith('@/');
  if (!isOurs) return null;
  const path = specifier.startsWith('@/')
    ? specifier.slice(2)
    : posix.join(dirname(from), specifier);
  const candidates = [path, path.replace(/\.js$/, '.ts'), `${path}.ts`, `${path}.tsx`];
  const found = candidates.find((candidate) => {
    const file = inRoot(candidate);
    return SOURCE.test(candidate) && existsSync(file) && statSync(file).isFile();
  });
  return found ?? null;
}

/**
 * Every file of the rooms without its tests, as `{ path, lines, imports }`; `imports` are files of
 * ours, whether as value, type or lazily.
 */
export function readImports() {
  return [...ROOMS, 'worker'].flatMap(filesIn).map((path) => {
    const text = readFileSync(join(inRoot('.'), path), 'utf8');
    const named = ts.preProcessFile(text, true, true).importedFiles;
    const found = named.map(({ fileName }) => resolve(path, fileName)).filter(Boolean);
    return { path, lines: text.split('\n').length - 1, imports: [...new Set(found)], text };
  });
}
