import { execFile, execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { recordRequests } from '@/cli/testing/record-requests';
import { buildProgram } from '@/db/testing/build-program';
import { generateTokenSecret, hashTokenSecret } from '@/domain/base/token-format';
import { scanPaths } from './scan-paths';

const places = mkdtempSync(join(tmpdir(), 'scan-'));
let program: string;
let folder: string;
beforeAll(async () => {
  program = await buildProgram('cli/testing/run-keyward.ts');
});
beforeEach(() => {
  folder = mkdtempSync(join(places, 'folder-'));
});
afterAll(() => rmSync(places, { recursive: true, force: true }));

const PATH = process.env.PATH;

function scan(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'scan', ...args], {
    env: { PATH, HOME: places, NODE_ENV: 'production', LOG_LEVEL: 'debug' },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** What is found, by the hash of the secret. */
async function findings(path: string, options: { staged?: boolean; exclude?: string[] } = {}) {
  const { findings } = await scanPaths([path], { history: true, allowed: new Set(), ...options });
  return Object.fromEntries(findings.map(({ sha256, places }) => [sha256, places]));
}

const sha256 = (secret: string) => hashTokenSecret(secret).toString('hex');

function write(path: string, content: string | Buffer): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

function git(...args: string[]): string {
  const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  return execFileSync('git', ['-C', folder, ...author, ...args], {
    env: { PATH, HOME: places, NODE_ENV: 'test', GIT_CONFIG_NOSYSTEM: '1' },
    encoding: 'utf8',
  });
}

function commitAll(message = 'a change'): void {
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--message', message);
}

it('names the place of each secret, and shows none', async () => {
  const [personal, service] = [generateTokenSecret('personal'), generateTokenSecret('service')];
  const file = write('deep/er/.env', `A=1\nTOKEN="${personal}"\n\n  B: x_${service}9`);
  expect(await findings(folder)).toEqual({
    [sha256(personal)]: [{ in: 'file', path: file, line: 2, column: 8 }],
    [sha256(service)]: [{ in: 'file', path: file, line: 4, column: 8 }],
  });
  const told = scan(folder);
  expect(told.status).toBe(1);
  expect(told.stdout).toContain(`${file}:2:8`);
  for (const secret of [personal, service]) {
    expect(told.stdout + told.stderr).not.toContain(secret.slice(4, 20));
    expect(scan(folder, '--json').stdout).not.toContain(secret.slice(4, 20));
  }
});

it('finds nothing where there is nothing: a text of that shape with another checksum is none', async () => {
  const secret = generateTokenSecret('personal');
  write('notes.txt', `${secret.slice(0, -1)}${secret.endsWith('a') ? 'b' : 'a'} kwp_ kws_`);
  expect(scan(folder)).toMatchObject({ status: 0, stdout: 'No Keyward secret in 1 file.\n' });
});

it('reads binary files, UTF-16, files in one part or several, and across the parts', async () => {
  const secret = generateTokenSecret('service');
  const part = 1024 * 1024;
  for (const before of [0, part - 40, part - 20, part - 1, part, 2 * part - 60, 3 * part]) {
    write(`at-${before}`, Buffer.concat([Buffer.alloc(before, 'a'), Buffer.from(secret)]));
    const two = Buffer.from(secret, 'utf16le');
    write(`wide-${before}`, Buffer.concat([Buffer.alloc(before, '\0a'), two, two]));
  }
  write('swapped', Buffer.from(secret, 'utf16le').swap16());
  const found = (await findings(folder))[sha256(secret)] ?? [];
  const columns = (name: string) =>
    found.flatMap((place) =>
      place.in === 'file' && place.path === join(folder, name) ? [place.column] : [],
    );
  for (const before of [0, part - 40, part - 20, part - 1, part, 2 * part - 60, 3 * part]) {
    expect(columns(`at-${before}`)).toEqual([before + 1]);
    expect(columns(`wide-${before}`)).toEqual([before + 1, before + 81]);
  }
  expect(columns('swapped')).toEqual([2]);
});

it('counts lines in a file of several parts', async () => {
  const secret = generateTokenSecret('personal');
  write('long', `${'x\n'.repeat(700_000)}y ${secret}\n${'\n'.repeat(9)}${secret}`);
  expect((await findings(folder))[sha256(secret)]).toMatchObject([
    { line: 700_001, column: 3 },
    { line: 700_011, column: 1 },
  ]);
});

it('follows no link out of the folder, and is not held up by a pipe', async () => {
  const outside = mkdtempSync(join(places, 'outside-'));
  writeFileSync(join(outside, 'secret'), generateTokenSecret('personal'));
  symlinkSync(outside, join(folder, 'link'));
  symlinkSync(join(outside, 'secret'), join(folder, 'file'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  expect(await findings(folder)).toEqual({});
});

it('finds what history keeps: deleted files, other branches, stashes, messages and what no branch reaches', async () => {
  const [deleted, branch, stashed, message, dropped] = Array.from({ length: 5 }, () =>
    generateTokenSecret('service'),
  ) as [string, string, string, string, string];
  git('init', '--quiet', '--initial-branch=main');
  write('config/a b.yml', `token: ${deleted}`);
  commitAll();
  const first = git('rev-parse', 'HEAD').trim();
  rmSync(join(folder, 'config'), { recursive: true });
  commitAll(`removed\n\nit was ${message}`);
  git('checkout', '--quiet', '-b', 'other');
  write('x', branch);
  commitAll();
  git('checkout', '--quiet', 'main');
  write('y', stashed);
  git('add', 'y');
  git('stash', '--quiet');
  write('z', dropped);
  git('hash-object', '-w', 'z');
  rmSync(join(folder, 'z'));
  const found = await findings(folder);
  expect(Object.keys(found).sort()).toEqual(
    [deleted, branch, stashed, message, dropped].map(sha256).sort(),
  );
  expect(found[sha256(deleted)]).toMatchObject([
    { in: 'history', line: 1, column: 8, origin: { commit: first, path: 'config/a b.yml' } },
  ]);
  expect(found[sha256(message)]).toMatchObject([{ type: 'commit', origin: { author: 'A' } }]);
  expect(found[sha256(dropped)]).toMatchObject([{ type: 'blob', origin: null }]);
  expect(scan(folder).stdout).toContain(`since commit ${first.slice(0, 12)}`);
  expect(scan(folder, '--no-history').status).toBe(0);
});

it('tells the first commit of a secret that came back', async () => {
  const secret = generateTokenSecret('service');
  git('init', '--quiet');
  write('a', secret);
  commitAll();
  const first = git('rev-parse', 'HEAD').trim();
  rmSync(join(folder, 'a'));
  commitAll();
  write('b', secret);
  commitAll();
  rmSync(join(folder, 'b'));
  commitAll();
  expect((await findings(folder))[sha256(secret)]).toMatchObject([
    { origin: { commit: first, path: 'a' } },
  ]);
});

it('looks at what is staged, as it is staged', async () => {
  const [staged, unstaged, committed] = Array.from({ length: 3 }, () =>
    generateTokenSecret('personal'),
  ) as [string, string, string];
  git('init', '--quiet');
  write('first', staged);
  git('add', 'first');
  // Before the first commit there is nothing to compare with.
  expect(Object.keys(await findings(folder, { staged: true }))).toEqual([sha256(staged)]);
  write('first', committed);
  commitAll();
  write('new\nname', `ok\n ${staged}`);
  git('add', '--all');
  write('new\nname', 'clean again');
  write('later', unstaged);
  expect(await findings(folder, { staged: true })).toEqual({
    [sha256(staged)]: [{ in: 'staged', path: 'new\nname', line: 2, column: 2 }],
  });
  expect(scan('--staged', folder).stdout).toContain('staged: new�name:2:2');
});

it('leaves out what it is told to, and lets pass what is allowed by its hash', async () => {
  const [one, other] = [generateTokenSecret('personal'), generateTokenSecret('service')];
  write('fixtures/one', one);
  write('fixtures-too', other);
  const left = await findings(folder, { exclude: [join(folder, 'fixtures')] });
  expect(Object.keys(left)).toEqual([sha256(other)]);
  const allowed = join(places, 'allowed');
  writeFileSync(allowed, `# of the tests\n${sha256(one)} # one\n\n${sha256(other)}\n`);
  expect(scan(folder, '--allow', allowed).status).toBe(0);
  writeFileSync(allowed, one);
  const refused = scan(folder, '--allow', allowed);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).not.toContain(one);
});

it('says that it can’t tell where not all could be read', async () => {
  expect(scan(join(folder, 'nothing'))).toMatchObject({ status: 2, stdout: '' });
  mkdirSync(join(folder, '.git'));
  const broken = scan(folder);
  expect(broken.status).toBe(2);
  expect(broken.stdout).toMatch(/not read: .* \(its Git history: /);
});

it('says so of a shallow clone', async () => {
  git('init', '--quiet');
  commitAll();
  commitAll();
  const clone = join(places, 'shallow');
  git('clone', '--quiet', '--depth=1', `file://${folder}`, clone);
  const shallow = scan(clone);
  expect(shallow.status).toBe(2);
  expect(shallow.stdout).toContain('a shallow clone');
});

it('looks at the history of each repository below, submodules and bare ones too, once', async () => {
  const secrets = Array.from({ length: 3 }, () => generateTokenSecret('service'));
  const outer = folder;
  const made = ['nested', 'apart', 'library'].map((name, at) => {
    folder = name === 'nested' ? join(outer, 'deep/nested') : mkdtempSync(join(places, `${name}-`));
    mkdirSync(folder, { recursive: true });
    git('init', '--quiet');
    write('x', secrets[at] ?? '');
    commitAll();
    write('x', '');
    commitAll();
    return folder;
  });
  folder = outer;
  write('y', 'nothing');
  git('init', '--quiet');
  git('add', 'y');
  git('commit', '--quiet', '--message', 'a change');
  git('clone', '--quiet', '--bare', made[1] ?? '', join(outer, 'bare.git'));
  git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', made[2] ?? '', 'library');
  git('-C', 'deep/nested', 'worktree', 'add', '--quiet', '../again', 'HEAD');
  const found = await findings(outer);
  for (const secret of secrets) expect(found[sha256(secret)]).toHaveLength(1);
  expect(scan(outer, '--no-history').status).toBe(0);
  rmSync(join(outer, 'deep/nested/.git/HEAD'));
  rmSync(join(outer, 'deep/again'), { recursive: true });
  writeFileSync(join(outer, 'deep/nested/.git/config'), '[core');
  expect(scan(outer, '--exclude', join(outer, 'bare.git'), join(outer, 'library'))).toMatchObject({
    status: 2,
    stdout: expect.stringContaining('deep/nested (its Git history'),
  });
});

it('runs nothing that a repository configures', async () => {
  const evidence = join(places, 'was-run');
  const hostile = write('hostile.sh', `#!/bin/sh\ntouch '${evidence}'\ncat\n`);
  chmodSync(hostile, 0o755);
  git('init', '--quiet');
  write('.gitattributes', '* diff=hostile filter=hostile\n');
  write('secret', generateTokenSecret('service'));
  commitAll();
  for (const name of ['core.fsmonitor', 'diff.hostile.textconv', 'diff.external']) {
    git('config', name, hostile);
  }
  git('config', 'filter.hostile.smudge', hostile);
  git('config', 'core.pager', hostile);
  git('config', 'log.showSignature', 'true');
  git('config', 'gpg.program', hostile);
  const signed = git('cat-file', 'commit', 'HEAD').replace(
    '\n\n',
    '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n',
  );
  const written = git('hash-object', '-t', 'commit', '-w', write('signed', signed)).trim();
  git('update-ref', 'HEAD', written);
  expect(Object.keys(await findings(folder))).toHaveLength(1);
  await findings(folder, { staged: true });
  expect(spawnSync('test', ['-e', evidence]).status).toBe(1);
});

it('finds secrets in names, there, staged and in the history, and shows none of them', async () => {
  const [file, below, gone, link, dropped] = Array.from({ length: 5 }, () =>
    generateTokenSecret('service'),
  ) as [string, string, string, string, string];
  git('init', '--quiet');
  write('plain', '');
  commitAll();
  write(`backup-${gone}.tar`, '');
  write(`of ${below}/deep/a`, '');
  write(`of ${below}/deep/b`, '');
  commitAll();
  const second = git('rev-parse', 'HEAD').trim();
  git('rm', '-r', '--quiet', `backup-${gone}.tar`, `of ${below}`);
  for (const text of ['1', '2', '3']) {
    write('plain', text);
    commitAll();
  }
  write(`${dropped}.x`, '');
  git('add', '--all');
  git('write-tree');
  git('rm', '--quiet', '--cached', `${dropped}.x`);
  rmSync(join(folder, `${dropped}.x`));
  write(`log/${file}.txt`, '');
  symlinkSync('nowhere', join(folder, `${link}.lnk`));
  const origin = (path: string) => [
    expect.objectContaining({
      ...{ in: 'history', type: 'tree' },
      origin: expect.objectContaining({ commit: second, path }),
    }),
  ];
  expect(await findings(folder)).toEqual({
    [sha256(file)]: [{ in: 'name', path: join(folder, 'log', 'kws_…[withheld].txt') }],
    [sha256(link)]: [{ in: 'name', path: join(folder, 'kws_…[withheld].lnk') }],
    [sha256(gone)]: origin('backup-kws_…[withheld].tar'),
    [sha256(below)]: origin('of kws_…[withheld]'),
    [sha256(dropped)]: [expect.objectContaining({ type: 'tree', origin: null })],
  });
  git('add', '--all');
  expect(Object.keys(await findings(folder, { staged: true })).sort()).toEqual(
    [file, link].map(sha256).sort(),
  );
  const told = [scan(folder), scan(folder, '--json'), scan('--staged', folder)];
  told.push(scan(join(folder, 'log', `${file}.txt`)), scan(`${file}-is-no-path`));
  expect(told.map(({ status }) => status)).toEqual([1, 1, 1, 1, 2]);
  for (const secret of [file, below, gone, link, dropped]) {
    for (const { stdout, stderr } of told)
      expect(stdout + stderr).not.toContain(secret.slice(8, 20));
  }
});

it('looks at what is kept of submodules that are checked out no more, unless they are left out', async () => {
  const secret = generateTokenSecret('service');
  const outer = folder;
  folder = mkdtempSync(join(places, 'library-'));
  const library = folder;
  git('init', '--quiet');
  write('x', secret);
  commitAll();
  rmSync(join(folder, 'x'));
  commitAll();
  folder = outer;
  git('init', '--quiet');
  const add = ['-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add'];
  git(...add, library, 'lib/of others');
  commitAll();
  git('submodule', '--quiet', 'deinit', '--force', 'lib/of others');
  expect((await findings(folder))[sha256(secret)]).toMatchObject([
    {
      in: 'history',
      repository: join(folder, '.git/modules/lib/of others'),
      origin: { path: 'x' },
    },
  ]);
  // As `rm -r` leaves it: what it names as its work tree is gone.
  const modules = join(folder, '.git/modules/lib/of others');
  git('config', '--file', join(modules, 'config'), 'core.worktree', '../../../../lib/of others');
  rmSync(join(folder, 'lib'), { recursive: true });
  expect(Object.keys(await findings(folder))).toEqual([sha256(secret)]);
  expect(await findings(folder, { exclude: [join(folder, 'lib')] })).toEqual({});
});

const settings = { keywardUrl: '' };
const asked = recordRequests(settings, () => ({ status: 202, body: { received: 1 } }));

it('reports what it finds by its hash alone, and says where nobody takes it', async () => {
  const secret = generateTokenSecret('personal');
  write('a', secret);
  const reporting = (KEYWARD_URL: string) =>
    promisify(execFile)(process.execPath, [program, 'scan', folder, '--report'], {
      env: { PATH, HOME: places, NODE_ENV: 'production', KEYWARD_URL },
    }).catch(({ code, stderr }) => ({ code, stderr }));
  expect(await reporting(settings.keywardUrl)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Reported 1 to'),
  });
  expect(asked.map(({ what, bytes }) => `${what} ${bytes}`)).toEqual([
    `POST /api/v1/leaks {"leaks":[{"sha256":"${sha256(secret)}","source":"keyward scan"}]}`,
  ]);
  expect(await reporting('http://127.0.0.1:1')).toMatchObject({
    ...{ code: 1, stderr: expect.stringContaining('does not answer') },
  });
});

it('keeps a secret out of a commit as a hook', async () => {
  const bin = mkdtempSync(join(places, 'bin-'));
  writeFileSync(join(bin, 'keyward'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  chmodSync(join(bin, 'keyward'), 0o755);
  git('init', '--quiet');
  copyFileSync('integrations/git-hooks/pre-commit', join(folder, '.git/hooks/pre-commit'));
  const commit = () =>
    spawnSync('git', ['-C', folder, '-c', 'user.name=A', '-c', 'user.email=a@b.example', ...TRY], {
      env: { PATH: `${bin}:${PATH}`, HOME: places, NODE_ENV: 'production' },
      encoding: 'utf8',
    });
  write('settings', generateTokenSecret('service'));
  git('add', '--all');
  const refused = commit();
  expect(refused.status).toBe(1);
  expect(refused.stdout + refused.stderr).toContain('staged: settings:1:1');
  write('settings', 'TOKEN=');
  git('add', '--all');
  expect(commit().status).toBe(0);
});

const TRY = ['commit', '--quiet', '--message', 'a change'];
