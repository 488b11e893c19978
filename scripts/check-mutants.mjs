#!/usr/bin/env node
// `npm run check:mutants`: breaks the code by hand-picked mutations, one at a time in a copy of the
// tree, and runs the tests that must notice. Exits 1 where one survives. Names choose some of them.
import './lib/require-node.mjs';
import { readFileSync } from 'node:fs';
import { countOf, makeCopy } from './lib/mutation-copy.mjs';
import { MUTANTS } from './mutants/list.mjs';

const { createVitest } = await import('vitest/node');

// Longer than any of these tests takes; a mutant that hangs is killed by it.
const MUTANT_TIMEOUT_MS = 60_000;

const wanted = process.argv.slice(2);
const chosen = MUTANTS.filter(
  ({ name, file }) =>
    wanted.length === 0 || wanted.some((word) => `${file} ${name}`.includes(word)),
);
const copy = makeCopy();
process.chdir(copy.directory);
const vitest = await createVitest('test', {
  root: copy.directory,
  watch: false,
  reporters: [{}],
  silent: true,
  testTimeout: MUTANT_TIMEOUT_MS,
  hookTimeout: 2 * MUTANT_TIMEOUT_MS,
});

/** Whether the tests pass, and the first that does not. */
async function runTests(files) {
  const specifications = files.flatMap((file) => vitest.getModuleSpecifications(copy.pathOf(file)));
  if (specifications.length !== files.length) throw new Error(`no such tests: ${files.join(', ')}`);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  // What earlier runs found is reported again with each.
  const asked = new Set(specifications.map(({ moduleId }) => moduleId));
  const ran = testModules.filter(({ moduleId }) => asked.has(moduleId));
  if (ran.length !== files.length) throw new Error(`not all ran: ${files.join(', ')}`);
  const failed = ran.flatMap((module) => [
    ...[...module.children.allTests('failed')].map((test) => test.fullName),
    ...(module.errors().length > 0 ? [`${module.relativeModuleId} could not run`] : []),
  ]);
  if (unhandledErrors.length > 0) failed.push(String(unhandledErrors[0]));
  vitest.state.clearErrors();
  process.exitCode = 0;
  return failed;
}

/** @returns the test that killed it, or null where it lives */
async function tryMutant({ file, find, replace, tests, fails = [] }) {
  const text = readFileSync(copy.pathOf(file), 'utf8');
  if (countOf(text, find) !== 1) throw new Error(`${file} does not hold once: ${find}`);
  copy.write(
    file,
    text.replace(find, () => replace),
  );
  vitest.invalidateFile(copy.pathOf(file));
  try {
    const failed = await runTests(tests);
    const isNoticed = fails.every((part) => failed.some((test) => test.endsWith(part)));
    return isNoticed ? (failed[0] ?? null) : null;
  } finally {
    copy.write(file, text);
    vitest.invalidateFile(copy.pathOf(file));
  }
}

let survived = 0;
try {
  await vitest.standalone();
  await vitest.globTestSpecifications();
  const before = await runTests([...new Set(chosen.flatMap(({ tests }) => tests))]);
  if (before.length > 0) throw new Error(`a test fails without any mutant: ${before[0]}`);
  for (const [index, mutant] of chosen.entries()) {
    const startedAt = performance.now();
    const killer = await tryMutant(mutant);
    if (killer === null) survived += 1;
    const verdict = killer === null ? 'SURVIVED' : 'killed  ';
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    process.stdout.write(
      `${verdict} ${index + 1}/${chosen.length} ${mutant.file}: ${mutant.name} (${seconds} s)${killer === null ? '' : `\n         by “${killer}”`}\n`,
    );
  }
  process.stdout.write(`${chosen.length - survived} killed, ${survived} survived\n`);
} finally {
  await vitest.close();
  process.chdir('/');
  copy.remove();
}
process.exit(survived > 0 ? 1 : 0);
