import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { openDecisionJournal } from '@/app/server/decision-journal';
import { type Issuer, openIssuer } from '@/domain/issuers/testing/issuer';
import { trust } from '@/domain/testing/exchange-world';
import { codeFor } from '@/domain/testing/probes';
import { type Fixture, makeFixture, openWorld, type World } from '@/domain/testing/world';
import { readTokenView } from '@/domain/tokens/token-view';
import { runJob, stepsOf } from './testing/github-runner';
import { includeTemplate, runGitlabJob } from './testing/gitlab-runner';
import { openKeyward, openOidcEndpoint } from './testing/open-keyward';

type Open<T extends (...given: never[]) => Promise<unknown>> = Awaited<ReturnType<T>>;

let world: World;
let fixture: Fixture;
let issuer: Issuer;
let keyward: Open<typeof openKeyward>;
let oidc: Open<typeof openOidcEndpoint>;
let directory: string;
let closeJournal: () => Promise<void>;

const jwtFor = (aud: string) =>
  issuer.sign({ aud, sub: 'job', repository_id: '74', jti: crypto.randomUUID() });

beforeAll(async () => {
  world = await openWorld();
  fixture = await makeFixture(world);
  issuer = await openIssuer();
  directory = await mkdtemp(join(tmpdir(), 'pipelines-'));
  (globalThis as { keywardDatabase?: unknown }).keywardDatabase = world.db;
  vi.stubEnv('NEXTAUTH_SECRET', 'a server secret of at least thirty-two characters');
  vi.stubEnv('TRUSTED_ISSUERS_PRIVATE', issuer.url);
  closeJournal = await openDecisionJournal({
    ...{ databaseUrl: world.url, directory, maxBytes: 10_000_000, logLevel: 'silent' },
  });
  keyward = await openKeyward();
  oidc = await openOidcEndpoint(jwtFor);
  await trust(world, fixture, issuer, { audience: keyward.url });
});
afterAll(async () => {
  oidc.close();
  keyward.close();
  issuer.close();
  await closeJournal();
  await world.close();
  await rm(directory, { recursive: true });
});

const stateOf = async (id: string) => (await readTokenView(world.db, id)).status;

describe('the action for GitHub', () => {
  const job = (inputs: Record<string, string> = {}, run = 'echo done') =>
    runJob(
      [
        {
          ...{ id: 'keyward', uses: 'keyward/keyward/integrations/github-action@v1' },
          with: { url: keyward.url, rule: 'deploy-shop', ...inputs },
        },
        // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub
        { run, env: { KEYWARD_TOKEN: '${{ steps.keyward.outputs.token }}' } },
      ],
      { oidc },
    );

  it('gives the job a token that is masked, and revokes it when the job has ended', async () => {
    const { succeeded, log, outputs, masked } = await job({}, 'echo "it is $KEYWARD_TOKEN"');
    const made = outputs.get('keyward');
    const [secret, id] = [made?.get('token') ?? '', made?.get('token-id') ?? ''];
    expect([succeeded, secret]).toEqual([true, expect.stringMatching(/^kws_/)]);
    expect(masked).toContain(secret);
    expect(log).toContain('it is ***');
    expect(log).not.toContain(secret);
    expect(await stateOf(id)).toBe('revoked');
    expect(await codeFor(world, secret, 'listInvoices')).toBe('token_revoked');
  });

  it('revokes it as well where a later step fails', async () => {
    const { succeeded, outputs } = await job({}, 'exit 3');
    expect(succeeded).toBe(false);
    expect(await stateOf(outputs.get('keyward')?.get('token-id') ?? '')).toBe('revoked');
  });

  it('says where to look when the rule refuses, and what is missing when GitHub gives no JWT', async () => {
    const refused = await job({ rule: 'nowhere' });
    expect([refused.succeeded, refused.log]).toEqual([
      false,
      expect.stringMatching(/error: .*"nowhere" \(invalid_grant\)\. Settings → Workloads/),
    ]);
    const step = { uses: './integrations/github-action', with: { url: keyward.url, rule: 'x' } };
    const { log } = await runJob([step], { oidc: null });
    expect(log).toMatch(/id-token: write/);
  });
});

describe('the template for GitLab', () => {
  const run = async (script: string[], inputs: Record<string, string> = {}) =>
    runGitlabJob(
      await includeTemplate({ url: keyward.url, rule: 'deploy-shop', ...inputs }),
      script,
      jwtFor,
    );
  const shown =
    'curl --silent --header "Authorization: Bearer $KEYWARD_TOKEN" "$KEYWARD_URL/api/v1/tokens/self"';

  it('gives the script a token, revokes it afterwards, and leaves nothing behind', async () => {
    const { succeeded, log, left } = await run([shown]);
    expect([succeeded, left]).toEqual([true, false]);
    const id = /"id":"(tok_\w+)"/.exec(log)?.[1] ?? '';
    expect(await stateOf(id)).toBe('revoked');
    expect(log).not.toMatch(/kws_[0-9A-Za-z]{36}/);
  });

  it('revokes it as well where the script fails', async () => {
    const { succeeded, log } = await run([shown, 'false']);
    expect(succeeded).toBe(false);
    expect(await stateOf(/"id":"(tok_\w+)"/.exec(log)?.[1] ?? '')).toBe('revoked');
  });

  it('ends the job where the rule refuses, and says where to look', async () => {
    const { succeeded, log } = await run(['echo "went on"'], { rule: 'nowhere' });
    expect(succeeded).toBe(false);
    expect(log).toMatch(/by rule nowhere: Settings, Workloads/);
    expect(log).not.toContain('went on');
  });
});

describe('docs/workload-identity.md', () => {
  const recipe = async (title: string) => {
    const text = await readFile(join(import.meta.dirname, '../docs/workload-identity.md'), 'utf8');
    return new RegExp(`## ${title}\\n\\n\`\`\`yaml\\n([^]*?)\\n\`\`\``).exec(text)?.[1] ?? '';
  };
  const idIn = (log: string) => /"id":"(tok_\w+)"/.exec(log)?.[1] ?? '';

  it('its workflow for GitHub runs as it stands there', async () => {
    const steps = stepsOf(await recipe('GitHub Actions'));
    const { succeeded, log } = await runJob(steps, { oidc, vars: { KEYWARD_URL: keyward.url } });
    expect([succeeded, await stateOf(idIn(log))]).toEqual([true, 'revoked']);
  });

  it('its job for GitLab runs as it stands there, at another address', async () => {
    const { include, deploy } = parse(await recipe('GitLab CI'));
    const template = await includeTemplate({ ...include[0].inputs, url: keyward.url });
    const { succeeded, log } = await runGitlabJob(template, deploy.script, jwtFor);
    expect([succeeded, await stateOf(idIn(log))]).toEqual([true, 'revoked']);
  });
});
