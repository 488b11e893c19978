import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { makePlaces } from './support/places';
import { expect, test } from './support/test';

const script = fileURLToPath(new URL('../scripts/keyward.mjs', import.meta.url));
const SECRET = /^kw[ps]_[0-9A-Za-z]{36}$/;

/** Runs the CLI against the running product. @returns what it printed, and its exit code */
function cli(url: string, token: string, stdin = '') {
  return (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const env = { ...process.env, KEYWARD_URL: url, KEYWARD_TOKEN: token };
      const child = execFile(
        process.execPath,
        [script, ...args],
        { env },
        (error, stdout, stderr) =>
          resolve({ code: Number(error?.code ?? 0), stdout: stdout.trim(), stderr: stderr.trim() }),
      );
      child.stdin?.end(stdin);
    });
}

test('keyward token makes, rotates, stops and finds tokens, and prints a secret once', async ({
  control,
  administrator,
  baseURL,
}) => {
  test.setTimeout(120_000);
  const { identityId, managementToken } = administrator;
  await makePlaces(control, 'cli-tokens', identityId);
  const run = cli(baseURL ?? '', managementToken);
  const holding = ['--identity', identityId, '--group', 'cli-tokens', '--ttl', '8h'];
  const created = await run('token', 'create', 'from the shell', ...holding);
  expect(created).toMatchObject({ code: 0, stdout: expect.stringMatching(SECRET) });
  const [, id = ''] = /\((tok_\w+)\)/.exec(created.stderr) ?? [];
  const listed = await run('token', 'list', '--group', 'cli-tokens', '--status', 'active');
  expect(listed.stdout).toContain(id);
  expect(listed.stdout).not.toContain(created.stdout);

  const again = ['token', 'rotate', id, '--overlap', '10m', '--idempotency-key', 'cli-1', '--json'];
  const rotated = JSON.parse((await run(...again)).stdout);
  expect(rotated).toMatchObject({ predecessor: { id, status: 'rotating' } });
  const overlapMs = Date.parse(rotated.predecessor.retiresAt) - Date.parse(rotated.token.createdAt);
  expect(Math.round(overlapMs / 1_000)).toBe(600);
  expect(JSON.parse((await run(...again)).stdout).secret).toBe(rotated.secret);

  const self = await cli(baseURL ?? '', rotated.secret)('token', 'rotate', '--leaked');
  expect(self).toMatchObject({ code: 0, stdout: expect.stringMatching(SECRET) });
  expect(self.stderr).toContain(`The old one (${rotated.token.id}) is denied from now on.`);
  const found = await cli(baseURL ?? '', managementToken, self.stdout)('token', 'lookup', '--json');
  const head = JSON.parse(found.stdout).token;
  expect(head).toMatchObject({ status: 'active', name: 'from the shell' });
  const digest = createHash('sha256').update(self.stdout).digest('hex');
  expect((await run('token', 'lookup', digest)).stdout).toContain(head.id);

  expect((await run('token', 'suspend', head.id, '--reason', 'lunch')).stdout).toContain(
    'suspended',
  );
  expect((await control.get(`/tokens/${head.id}`)).suspendReason).toBe('lunch');
  expect((await run('token', 'resume', head.id)).code).toBe(0);
  const before = (await run('token', 'list', '-q', 'from the shell', '--json')).stdout;
  const living = JSON.parse(before).items.filter(
    ({ status }: { status: string }) => status !== 'retired',
  );
  const ended = await run('token', 'revoke', head.id, '--family', '--json');
  expect(JSON.parse(ended.stdout).revoked).toHaveLength(living.length);
  const refused = await run('token', 'rotate', head.id);
  expect(refused).toMatchObject({ code: 1, stdout: '' });
  expect(refused.stderr.split('\n')).toHaveLength(1);
  expect((await run('token', 'rotate', head.id, '--leaked', '--overlap', '1h')).code).toBe(2);
  expect((await run('token', 'rotate', head.id, '--overlap', 'soon')).code).toBe(2);
});
