import { z } from 'zod';
import type { PlaceOf } from '../place-input';
import type { Answer, Asking, DestinationKind } from './kind';
import { sealForGithub } from './sealed-box';

type Config = PlaceOf<'github'>;

const publicKeySchema = z.object({ key_id: z.string(), key: z.string() });
const secretSchema = z.object({
  name: z.string(),
  updated_at: z.string(),
  visibility: z.enum(['all', 'private', 'selected']).optional(),
});
const repositoriesSchema = z.object({ repositories: z.array(z.object({ id: z.number() })) });

/**
 * Secrets of GitHub Actions: sealed with the place's public key (libsodium sealed box). Their values can't
 * be read back; that one of this name was written just now can.
 */
export const github: DestinationKind<Config> = {
  where({ owner, repository, environment }) {
    if (repository === undefined) return `organisation ${owner}`;
    return `${owner}/${repository}${environment === undefined ? '' : `, environment ${environment}`}`;
  },
  nameProblem(name) {
    if (!/^[A-Z_][A-Z0-9_]{0,254}$/.test(name)) {
      return 'Use capital letters, digits and _, and begin with no digit.';
    }
    return name.startsWith('GITHUB_') ? 'GitHub keeps names that begin with GITHUB_.' : null;
  },
  tested:
    'It reads the public key that secrets are sealed with, and writes nothing. Whether the credential may write shows at the first delivery.',
  dryRun: (config, name) => [
    {
      method: 'PUT',
      url: urlOf(config, name),
      writes: `The Actions secret ${name} of ${github.where(config)}, sealed with its public key.`,
    },
  ],
  async test(config, asking) {
    const { key_id } = await publicKey(config, asking);
    return `Its public key ${key_id} could be read. Nothing was written, so whether it may write is not known.`;
  },
  async deliver(config, { secret, secretName }, asking) {
    const { key, key_id } = await publicKey(config, asking);
    const url = urlOf(config, secretName);
    const before = await readSecret(url, asking);
    const written = await asking.fetch(url, {
      method: 'PUT',
      headers: headersOf(asking),
      body: {
        encrypted_value: await sealForGithub(secret, key),
        key_id,
        ...(config.repository === undefined && (await sightOf(config, url, before, asking))),
      },
    });
    if (written.status !== 201 && written.status !== 204) asking.refuse('GitHub', written);
    const after = await readSecret(url, asking);
    if (!after || (after.updated_at === before?.updated_at && !isFresh(after, written))) {
      return asking.refuse(`GitHub shows no ${secretName} written now: it`, written);
    }
    return {
      confirmed: true,
      said: `GitHub shows ${secretName} as written at ${after.updated_at}.`,
    };
  },
};

const part = encodeURIComponent;

function secretsUrl({ apiUrl, owner, repository, environment }: Config): string {
  if (repository === undefined) return `${apiUrl}/orgs/${part(owner)}/actions/secrets`;
  const repo = `${apiUrl}/repos/${part(owner)}/${part(repository)}`;
  return environment === undefined
    ? `${repo}/actions/secrets`
    : `${repo}/environments/${part(environment)}/secrets`;
}
const urlOf = (config: Config, name: string) => `${secretsUrl(config)}/${part(name)}`;

const headersOf = ({ credential }: Asking) => ({
  accept: 'application/vnd.github+json',
  authorization: `Bearer ${credential}`,
  'x-github-api-version': '2022-11-28',
});
const get = (url: string, asking: Asking) =>
  asking.fetch(url, { method: 'GET', headers: headersOf(asking) });

async function publicKey(config: Config, asking: Asking) {
  const answer = await get(`${secretsUrl(config)}/public-key`, asking);
  const key = publicKeySchema.safeParse(answer.json);
  if (answer.status === 404) {
    asking.refuse(
      `GitHub shows ${github.where(config)} to another credential, or to nobody: it`,
      answer,
    );
  }
  if (answer.status !== 200 || !key.success) asking.refuse('GitHub', answer);
  return key.data;
}

async function readSecret(url: string, asking: Asking) {
  const answer = await get(url, asking);
  if (answer.status === 404) return null;
  const found = secretSchema.safeParse(answer.json);
  if (answer.status !== 200 || !found.success) asking.refuse('GitHub', answer);
  return found.data;
}

/** Which repositories see a secret of an organisation: as before; what the place says of a new one. */
async function sightOf(
  { visibility }: Config,
  url: string,
  before: Awaited<ReturnType<typeof readSecret>>,
  asking: Asking,
) {
  if (before?.visibility !== 'selected') return { visibility: before?.visibility ?? visibility };
  const answer = await get(`${url}/repositories?per_page=100`, asking);
  const found = repositoriesSchema.safeParse(answer.json);
  if (answer.status !== 200 || !found.success) asking.refuse('GitHub', answer);
  const ids = found.data.repositories.map(({ id }) => id);
  return { visibility: 'selected', selected_repository_ids: ids };
}

/** Its times have whole seconds: two writes within one look alike, and its own clock tells. */
function isFresh({ updated_at }: { updated_at: string }, { headers }: Answer): boolean {
  const now = Date.parse(String(headers.date ?? ''));
  return Number.isFinite(now) && Date.parse(updated_at) >= now - 2_000;
}
