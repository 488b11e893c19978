import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { root } from './root.mjs';

/** The environment's variable that says where the times go. */
export const FILE_TIMES = 'KEYWARD_FILE_TIMES';

/** Vitest's JSON report leaves set-ups out: this reporter writes down what each file took as a whole. */
export default class FileTimes {
  #files = [];

  onTestModuleEnd(module) {
    const { collectDuration, setupDuration, duration } = module.diagnostic();
    const seconds = (collectDuration + setupDuration + duration) / 1000;
    this.#files.push({ file: relative(root, module.moduleId), seconds });
  }

  onTestRunEnd() {
    const to = process.env[FILE_TIMES];
    if (!to) return;
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, JSON.stringify(this.#files));
  }
}
