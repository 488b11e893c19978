import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { COMMANDS } from '../domain/registry/operations';
import { JOURNEYS } from '../e2e/keys/journeys';
import { NO_PAGE, NOT_TRAVELLED } from '../e2e/support/not-by-keys';
import { inRoot } from './lib/root.mjs';

const operations = COMMANDS.map(({ operation }) => operation).sort();
const travelled = JOURNEYS.flatMap((journey) => journey.operations);
const pageless = Object.values(NO_PAGE).flat();

const textsOf = (pattern) =>
  globSync(pattern, { cwd: inRoot('.') })
    .filter((file) => !/\.test\.|\/(doors|scim|control-api)\//.test(file))
    .map((file) => readFileSync(inRoot(file), 'utf8'));
const allIn = (texts, pattern) => texts.flatMap((text) => [...text.matchAll(pattern)]);

/** Commands that the actions and routes of pages run, by the names of their operations. */
function made() {
  const defined = allIn(
    textsOf('domain/**/*.ts'),
    /export const (\w+) = defineCommand\(\{\s*operation: '([^']+)'/g,
  );
  const operationOf = new Map(defined.map(([, name, operation]) => [name, operation]));
  const run = allIn(textsOf('app/**/*.ts'), /\bact\(\s*(\w+)/g);
  return run.flatMap(([, name]) => operationOf.get(name) ?? []);
}

it('every command is made by keys alone in a journey, or has a reason not to be', () => {
  expect(travelled.length).toBeGreaterThan(100);
  const listed = [...travelled, ...Object.keys(NOT_TRAVELLED), ...pageless];
  expect(listed.sort()).toEqual(operations);
});

it('no command that a page makes is said to have none', () => {
  const commands = made();
  expect(commands.length).toBeGreaterThan(100);
  expect(pageless.filter((operation) => commands.includes(operation))).toEqual([]);
});

it('every reason is one', () => {
  for (const reason of Object.values(NOT_TRAVELLED)) expect(reason).toMatch(/\w+ \w+ \w+/);
});
