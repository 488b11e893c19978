import { lstatSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { print } from '@/cli/output';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { report } from './report';
import { reportFindings } from './report-findings';
import { scanPaths } from './scan-paths';
import { reasonOf } from './walk-files';

const FOUND = 1;
const INCOMPLETE = 2;

interface Options {
  readonly staged?: true;
  readonly history: boolean;
  readonly exclude?: string[];
  readonly allow?: string;
  readonly report?: true;
  readonly json?: true;
}

/** `keyward scan`: finds Keyward secrets in files and in what a Git repository has ever stored. */
export function addScan(program: Command): void {
  program
    .command('scan')
    .description(
      'Find Keyward secrets in files and Git history. Exit 0: none, 1: some, 2: not all could be read',
    )
    .argument(
      '<path...>',
      'files and folders; of each Git repository among them, its whole history too',
    )
    .option('--staged', 'only what is staged for the next commit of these repositories')
    .option('--no-history', 'leave out the history of repositories')
    .option('--exclude <path...>', 'files and folders to leave out')
    .option('--allow <file>', 'SHA-256 of secrets that may be there, one a line')
    .option('--report', 'have KEYWARD_URL stop the tokens that are found; takes no token')
    .option('--json', 'print JSON')
    .action(async (paths: string[], options: Options, command: Command) => {
      const stop = (why: string) => command.error(`keyward: ${why}`, { exitCode: INCOMPLETE });
      for (const path of paths)
        if (!exists(path)) stop(`there is nothing at ${withholdSecrets(path)}`);
      const allowed = options.allow === undefined ? [] : readAllowed(options.allow, stop);
      const scan = await scanPaths(paths, { ...options, allowed: new Set(allowed) });
      print(options, scan, report(scan));
      if (options.report) await reportFindings(scan.findings);
      if (scan.findings.length > 0) process.exitCode = FOUND;
      else if (scan.unread.length > 0) process.exitCode = INCOMPLETE;
    });
}

const exists = (path: string) => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

function readAllowed(file: string, stop: (why: string) => never): string[] {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const hashes = lines.map((line) => line.replace(/#.*/, '').trim()).filter(Boolean);
    const bad = hashes.find((hash) => !/^[0-9a-f]{64}$/.test(hash));
    if (bad !== undefined) stop(`${file} has a line that is no SHA-256: ${bad.slice(0, 12)}…`);
    return hashes;
  } catch (cause) {
    return stop(`${file} can't be read (${reasonOf(cause)})`);
  }
}
