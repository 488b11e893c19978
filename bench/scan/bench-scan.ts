import { spawnSync } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateTokenSecret } from '@/domain/base/token-format';
import type { Flags } from '../lib/flags';
import { inRoot } from '../lib/paths';
import { goal, say, table, times } from '../lib/print';
import { median } from '../lib/statistics';

const FOLDERS = 1000;
const FILES_IN_EACH = 100;
const PLANTED = 100;
const MAX_FILE_BYTES = 10_000;
const ROUNDS = 5;
const PATTERN = 'kw[ps]_[0-9A-Za-z]{36}';

interface Scanner {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
}

/** `keyward scan` beside what searches for the pattern alone: they verify no checksum. */
export async function benchScan(flags: Flags): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'keyward-bench-scan-'));
  try {
    plant(folder);
    say(`  ${FOLDERS * FILES_IN_EACH} files, ${PLANTED} of them with a secret`);
    const keyward = [inRoot('scripts/keyward.mjs'), 'scan'];
    const scanners: Scanner[] = [
      { name: 'keyward scan', program: process.execPath, args: [...keyward, folder] },
      { name: 'grep', program: 'grep', args: ['-rEoh', PATTERN, folder] },
      { name: 'ripgrep', program: 'rg', args: ['-uuu', '-oIN', PATTERN, folder] },
    ];
    const present = scanners.filter(({ program }) => isThere(program));
    const seconds = new Map(present.map(({ name }) => [name, [] as number[]]));
    for (let round = 0; round < (flags.rounds ?? ROUNDS); round += 1) {
      for (const scanner of present) seconds.get(scanner.name)?.push(timeOf(scanner));
    }
    const start = median(
      Array.from({ length: ROUNDS }, () =>
        timeOf({ name: 'start', program: process.execPath, args: [...keyward, '--help'] }),
      ),
    );
    const own = median(seconds.get('keyward scan') ?? []);
    table(
      ['scanned by', 'median', 'keyward takes'],
      [...seconds].map(([name, all]) => {
        return [name, `${median(all).toFixed(2)} s`, times(own / median(all))];
      }),
    );
    say(`  of keyward's time, ${start.toFixed(2)} s are its start`);
    for (const { name, program } of scanners) {
      if (!isThere(program)) say(`  ${name} is not installed, so it was not measured`);
    }
    const count = found(keyward, folder);
    return goal('every planted secret found', `${count}`, count === PLANTED);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function plant(folder: string): void {
  for (let at = 0; at < FOLDERS; at += 1) {
    const inside = join(folder, `folder-${at}`);
    mkdirSync(inside);
    for (let file = 0; file < FILES_IN_EACH; file += 1) {
      const filler = randomBytes(randomInt(MAX_FILE_BYTES)).toString('base64');
      const isPlanted = file === 0 && at % (FOLDERS / PLANTED) === 0;
      const secret = isPlanted ? `\ntoken=${generateTokenSecret('service')}\n` : '';
      writeFileSync(join(inside, `file-${file}`), filler.replace(/.{76}/g, '$&\n') + secret);
    }
  }
}

const isThere = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;

function timeOf({ name, program, args }: Scanner): number {
  const since = performance.now();
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  // 1 of keyward's says that there are some; grep's that there are none.
  if (status !== 0 && status !== 1) throw new Error(`${name} ended with ${status}: ${stderr}`);
  return (performance.now() - since) / 1000;
}

function found(keyward: readonly string[], folder: string): number {
  const { stdout } = spawnSync(process.execPath, [...keyward, '--json', folder], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout).findings.length;
}
