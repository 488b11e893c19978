import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

/** What Git says where it can't do what was asked of it. */
export class GitFailure extends Error {
  override readonly name = 'GitFailure';
}

/** Nothing that a repository configures is run, and nothing is fetched. */
const QUIET = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'log.showSignature=false',
].flatMap((setting) => ['-c', setting]);
/** Older versions of Git know no GIT_NO_LAZY_FETCH: to them no protocol is left. */
const ENVIRONMENT = {
  ...{ GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
  /** What was replaced is looked at as it is stored. */
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '0',
};

/** What has Git take a folder for a repository's own, whatever lies around it, and whatever it says of a work tree. */
export const asBare = (folder: string): string[] =>
  existsSync(join(folder, '.git')) ? [] : ['--git-dir=.', '--work-tree=.'];

/**
 * Runs Git in a folder, and hands over its output as it comes.
 * @throws GitFailure where Git is missing or ends with an error
 */
export async function runGit<Result>(
  folder: string,
  args: readonly string[],
  { read, input = '' }: { read: (output: Readable) => Promise<Result>; input?: string },
): Promise<Result> {
  const git = spawn('git', ['-C', folder, ...QUIET, ...args], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaint = '';
  git.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(0, 2000);
  });
  // Git may end before it has read everything; its exit code says why.
  git.stdin.on('error', () => undefined);
  git.stdin.end(input);
  const ended = new Promise<void>((resolve, reject) => {
    git.once('error', (cause) => reject(new GitFailure('git is not installed', { cause })));
    git.once('close', (code) => {
      const [why] = complaint.trim().split('\n');
      if (code === 0) resolve();
      else reject(new GitFailure(why || `git ended with ${code}`));
    });
  });
  const [result] = await Promise.all([read(git.stdout), ended]);
  return result;
}

/** All that Git prints, as text. @throws GitFailure as above */
export async function askGit(folder: string, ...args: string[]): Promise<string> {
  return (await runGit(folder, args, { read: buffer })).toString();
}
