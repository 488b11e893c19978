import { z } from 'zod';
import type { PlaceOf } from '../place-input';
import type { Asking, DestinationKind } from './kind';

type Config = PlaceOf<'gitlab'>;

const variableSchema = z.object({
  key: z.string(),
  /** null where the variable is hidden. */
  value: z.string().nullable(),
  hidden: z.boolean().optional(),
});

/** Variables of GitLab CI/CD, masked and never expanded. */
export const gitlab: DestinationKind<Config> = {
  where: ({ url, scope, path }) => `${scope} ${path} on ${new URL(url).host}`,
  nameProblem: (name) => (/^[A-Za-z0-9_]{1,255}$/.test(name) ? null : 'Use letters, digits and _.'),
  dryRun: (config, name) => [
    {
      method: 'PUT',
      url: urlOf(config, name),
      writes: `The value of the variable ${name} in environments ${config.environmentScope}; a new one is masked${config.protected ? ', and protected' : ''}.`,
    },
  ],
  async test(config, asking) {
    const answer = await asking.fetch(`${variablesUrl(config)}?per_page=1`, {
      method: 'GET',
      headers: headersOf(asking),
    });
    if (answer.status !== 200 || !Array.isArray(answer.json)) asking.refuse('GitLab', answer);
    return 'Its variables could be read; a test writes nothing.';
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
    return { confirmed: true, said: `GitLab has ${secretName}, read back.` };
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
