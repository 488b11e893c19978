import { z } from 'zod';
import type { PlaceOf } from '../place-input';
import type { Asking, DestinationKind } from './kind';

type Config = PlaceOf<'kubernetes'>;

const secretSchema = z.object({
  kind: z.literal('Secret'),
  metadata: z.object({ resourceVersion: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
});
const CONFLICT = 409;
const MAX_TURNS = 4;

/** A key of a Secret of Kubernetes, patched where nobody has changed it since it was read. */
export const kubernetes: DestinationKind<Config> = {
  where: ({ url, namespace, secret }) => `${namespace}/${secret} on ${new URL(url).host}`,
  nameProblem: (name) =>
    /^[-._a-zA-Z0-9]{1,253}$/.test(name) ? null : 'Use letters, digits, dots, hyphens and _.',
  dryRun: (config, name) => [
    {
      method: 'PATCH',
      url: urlOf(config),
      writes: `The key ${name} of the Secret ${config.namespace}/${config.secret}; its other keys stay. It is refused where somebody changed it meanwhile (resourceVersion). Where there is no such Secret, one is made (POST).`,
    },
  ],
  async test(config, asking) {
    const found = await read(config, asking);
    return found === null
      ? 'There is no such Secret yet; a test writes nothing.'
      : `The Secret could be read, with ${Object.keys(found.data ?? {}).length} keys; a test writes nothing.`;
  },
  async deliver(config, { secret, secretName }, asking) {
    const data = { [secretName]: Buffer.from(secret).toString('base64') };
    for (let turn = 1; ; turn += 1) {
      const found = await read(config, asking);
      if (found?.data?.[secretName] === data[secretName]) {
        const { resourceVersion } = found?.metadata ?? {};
        return {
          confirmed: true,
          said: `The Secret has ${secretName}, read back (resourceVersion ${resourceVersion}).`,
        };
      }
      const written = await (found === null
        ? create(config, data, asking)
        : patch(config, found.metadata.resourceVersion, data, asking));
      const isDone = written.status === 200 || written.status === 201;
      if (!isDone && written.status !== CONFLICT) asking.refuse('Kubernetes', written);
      if (turn >= MAX_TURNS)
        asking.refuse(`Kubernetes does not have ${secretName} yet: it`, written);
    }
  },
};

type Data = Readonly<Record<string, string>>;

const create = (config: Config, data: Data, asking: Asking) =>
  asking.fetch(secretsUrl(config), {
    method: 'POST',
    headers: headersOf(asking, 'application/json'),
    body: {
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data },
      metadata: { name: config.secret, namespace: config.namespace },
    },
  });

const patch = (config: Config, resourceVersion: string, data: Data, asking: Asking) =>
  asking.fetch(urlOf(config), {
    method: 'PATCH',
    // RFC 7396: what isn't named stays.
    headers: headersOf(asking, 'application/merge-patch+json'),
    body: { metadata: { resourceVersion }, data },
  });

const secretsUrl = ({ url, namespace }: Config) =>
  `${url}/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets`;
const urlOf = (config: Config) => `${secretsUrl(config)}/${encodeURIComponent(config.secret)}`;

const headersOf = ({ credential }: Asking, contentType?: string) => ({
  accept: 'application/json',
  authorization: `Bearer ${credential}`,
  ...(contentType !== undefined && { 'content-type': contentType }),
});

async function read(config: Config, asking: Asking) {
  const answer = await asking.fetch(urlOf(config), { method: 'GET', headers: headersOf(asking) });
  if (answer.status === 404) return null;
  const found = secretSchema.safeParse(answer.json);
  if (answer.status !== 200 || !found.success) asking.refuse('Kubernetes', answer);
  return found.data;
}
