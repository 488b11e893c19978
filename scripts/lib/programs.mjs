import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

// Servers live there, and few people have it on their PATH.
const SERVER_FOLDERS = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * Path of the first of these programs that this machine has.
 * @param {readonly string[]} names
 * @param {string} [path] folders as in PATH
 * @returns {string | undefined}
 */
export function findProgram(names, path = process.env.PATH ?? '') {
  const folders = [...path.split(delimiter).filter(Boolean), ...SERVER_FOLDERS];
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((place) => existsSync(place));
}
