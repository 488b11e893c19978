import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { root } from './root.mjs';

/** The environment's variable that says where the times go. */
export const FILE_TIMES = 'KEYWARD_FILE_TIMES';

/**
 * Vitest's JSON report leaves set-ups out, and says of no test that it passed only when it was tried again:
 * this reporter writes down both for each file, and what was thrown outside of all tests.
 */
export default class FileTimes {
  #files = [];
  #flaky = new Map();

  onTestCaseResult(test) {
    if (!test.diagnostic()?.flaky) return;
    const file = relative(root, test.module.moduleId);
    this.#flaky.set(file, [...(this.#flaky.get(file) ?? []), test.fullName]);
  }

  onTestModuleEnd(module) {
    const { collectDuration, setupDuration, duration } = module.diagnostic();
    const seconds = (collectDuration + setupDuration + duration) / 1000;
    const file = relative(root, module.moduleId);
    this.#files.push({ file, seconds, flaky: this.#flaky.get(file) ?? [] });
  }

  onTestRunEnd(_modules, errors = []) {
    const to = process.env[FILE_TIMES];
    if (!to) return;
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(
      to,
      JSON.stringify({ files: this.#files, errors: errors.map(({ message }) => message) }),
    );
  }
}
