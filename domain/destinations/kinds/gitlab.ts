import { z } from 'zod';
import type { PlaceOf } from '../place-input';
import { DestinationProblem } from '../problem';
import type { Asking, DestinationKind } from './kind';

type Config = PlaceOf<'gitlab'>;

const variableSchema = z.object({
  key: z.string(),
  /** null where the variable is hidden. */
  value: z.string().nullable(),
  hidden: z.boolean().optional(),
  masked: z.boolean().optional(),
});
const ownTokenSchema = z.object({ scopes: z.array(z.string()).min(1) });

/** Variables of GitLab CI/CD, masked and never expanded. */
export const gitlab: DestinationKind<Config> = {
  where: ({ url, scope, path }) => `${scope} ${path} on ${new URL(url).host}`,
  nameProblem: (name) => (/^[A-Za-z0-9_]{1,255}$/.test(name) ? null : 'Use letters, digits and _.'),
  tested:
    'It reads the variables, and the scopes of the access token. It writes nothing: a rule that keeps this token from writing shows at the first delivery.',
  dryRun: (config, name) => [
    {
      method: 'PUT',
      url: urlOf(config, name),
      writes: `Where there is a variable ${name} for environments ${config.environmentScope}: its value; all else of it stays.`,
    },
    {
      method: 'POST',
      url: variablesUrl(config),
      writes: `Where there is none: the variable ${name}, masked${config.protected ? ', protected' : ''} and not expanded.`,
    },
  ],
  async test(config, asking) {
    const answer = await asking.fetch(`${variablesUrl(config)}?per_page=1`, {
      method: 'GET',
      headers: headersOf(asking),
    });
    if (answer.status !== 200 || !Array.isArray(answer.json)) asking.refuse('GitLab', answer);
    const scopes = await scopesOf(config, asking);
    if (scopes === null) {
      return 'Its variables could be read. GitLab doesn’t tell the scopes of this token, so whether it may write is not known.';
    }
    if (!scopes.includes('api')) {
      throw new DestinationProblem(
        `The access token has the scopes ${scopes.join(', ')}: it may read variables, and needs api to write them.`,
      );
    }
    return 'Its variables could be read, and the access token has the scope api. Nothing was written.';
  },
  async deliver(config, { secret, secretName }, asking) {
    const url = urlOf(config, secretName);
    const before = await readVariable(url, asking);
    const shape = { masked: true, raw: true, environment_scope: config.environmentScope };
    const headers = headersOf(asking);
    const written =
      before === null
        ? await asking.fetch(variablesUrl(config), {
            ...{ method: 'POST', headers },
            body: { key: secretName, value: secret, protected: config.protected, ...shape },
          })
        : // What somebody set of an existing variable stays as it is.
          await asking.fetch(url, { method: 'PUT', headers, body: { value: secret } });
    if (written.status !== 200 && written.status !== 201) asking.refuse('GitLab', written);
    const after = await readVariable(url, asking);
    if (after?.value === null || after?.hidden) {
      return {
        confirmed: false,
        said: `${secretName} is hidden: only its first use will show it.`,
      };
    }
    if (after?.value !== secret) {
      asking.refuse(`GitLab does not have ${secretName} yet: it`, written);
    }
    const shown = after?.masked === false ? ' It is not masked: job logs may show it.' : '';
    return { confirmed: true, said: `GitLab has ${secretName}, read back.${shown}` };
  },
};

function variablesUrl({ url, scope, path }: Config): string {
  return `${url}/api/v4/${scope}s/${encodeURIComponent(path)}/variables`;
}
const urlOf = (config: Config, name: string) =>
  `${variablesUrl(config)}/${encodeURIComponent(name)}?filter[environment_scope]=${encodeURIComponent(config.environmentScope)}`;

const headersOf = ({ credential }: Asking) => ({ 'private-token': credential });

async function readVariable(url: string, asking: Asking) {
  const answer = await asking.fetch(url, { method: 'GET', headers: headersOf(asking) });
  if (answer.status === 404) return null;
  const found = variableSchema.safeParse(answer.json);
  if (answer.status !== 200 || !found.success) asking.refuse('GitLab', answer);
  return found.data;
}

/** Of the access token; null where it is of a kind that GitLab does not tell them of. */
async function scopesOf({ url }: Config, asking: Asking): Promise<string[] | null> {
  const answer = await asking.fetch(`${url}/api/v4/personal_access_tokens/self`, {
    method: 'GET',
    headers: headersOf(asking),
  });
  const own = ownTokenSchema.safeParse(answer.json);
  return answer.status === 200 && own.success ? own.data.scopes : null;
}
