// What a GitHub runner gives to an action and takes from it, without the toolkit's packages.
import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

/** An input as `action.yml` names it; '' where it is left out. */
export const input = (name) =>
  (process.env[`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`] ?? '').trim();

/** What an earlier step of the action has kept for a later one. */
export const state = (name) => process.env[`STATE_${name}`] ?? '';

export const setOutput = (name, value) => append('GITHUB_OUTPUT', name, value);
export const saveState = (name, value) => append('GITHUB_STATE', name, value);

/** From here on the runner prints stars in its place. */
export const mask = (secret) => command('add-mask', secret);
export const warn = (message) => command('warning', message);

/** One line for the job, as an error; the step has failed. */
export function fail(message) {
  command('error', message);
  process.exitCode = 1;
}

/** With a delimiter nobody can guess, so that no value can set another. */
function append(variable, name, value) {
  const path = process.env[variable];
  if (!path) throw new Error(`${variable} is not set: this runs as an action of a GitHub runner`);
  const delimiter = `keyward_${randomUUID()}`;
  appendFileSync(path, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
}

function command(name, value) {
  const data = String(value).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::${name}::${data}\n`);
}
