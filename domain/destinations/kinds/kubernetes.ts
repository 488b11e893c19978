import { z } from 'zod';
import type { PlaceOf } from '../place-input';
import type { Answer, Asking, DestinationKind } from './kind';

type Config = PlaceOf<'kubernetes'>;

const secretSchema = z.object({
  kind: z.literal('Secret'),
  metadata: z.object({ resourceVersion: z.string() }),
  data: z.record(z.string(), z.string()).optional(),
});
const WRITING = { fieldManager: 'keyward', fieldValidation: 'Strict' };
const CONFLICT = 409;
/** Somebody else may write at the same time. */
const MAX_TURNS = 3;

/** A key of a Secret of Kubernetes, patched where nobody has changed it since it was read. */
export const kubernetes: DestinationKind<Config> = {
  where: ({ url, namespace, secret }) => `${namespace}/${secret} on ${new URL(url).host}`,
  nameProblem: (name) =>
    /^(?!\.\.?$|\.\.)[-._a-zA-Z0-9]{1,253}$/.test(name)
      ? null
      : 'Use letters, digits, dots, hyphens and _, and no two dots in front.',
  tested:
    'It reads the Secret, and has the server rehearse a write (dryRun=All): rights, admission and form are checked, and nothing is stored.',
  dryRun: (config, name) => [
    {
      method: 'PATCH',
      url: urlOf(config),
      writes: `Where there is the Secret ${config.namespace}/${config.secret}: its key ${name}; its other keys stay. It is refused where somebody changed it meanwhile (resourceVersion).`,
    },
    {
      method: 'POST',
      url: secretsUrl(config),
      writes: `Where there is none: an Opaque Secret ${config.secret} with this key alone.`,
    },
  ],
  async test(config, asking) {
    const found = await read(config, asking);
    const rehearsed = await write(config, found, { 'keyward-test': '' }, asking, { dryRun: 'All' });
    if (!isDone(rehearsed)) asking.refuse('The server, asked to rehearse a write,', rehearsed);
    return found === null
      ? 'There is no such Secret yet, and it could be made: the server rehearsed it (dryRun=All) and stored nothing.'
      : `The Secret could be read, with ${Object.keys(found.data ?? {}).length} keys, and changed: the server rehearsed it (dryRun=All) and stored nothing.`;
  },
  async deliver(config, { secret, secretName }, asking) {
    const data = { [secretName]: Buffer.from(secret).toString('base64') };
    for (let turn = 0; ; turn += 1) {
      const found = await read(config, asking);
      if (found?.data?.[secretName] === data[secretName]) {
        const { resourceVersion } = found?.metadata ?? {};
        return {
          confirmed: true,
          said: `The Secret has ${secretName}, read back (resourceVersion ${resourceVersion}).`,
        };
      }
      const written = await write(config, found, data, asking);
      if (!isDone(written) && written.status !== CONFLICT) asking.refuse('Kubernetes', written);
      if (turn >= MAX_TURNS)
        asking.refuse(`Kubernetes does not have ${secretName} yet: it`, written);
    }
  },
};

const isDone = ({ status }: Answer) => status === 200 || status === 201;

type Data = Readonly<Record<string, string>>;
type Found = Awaited<ReturnType<typeof read>>;

/** Changes the Secret that was read, or makes it. Unknown fields are an error and not dropped. */
function write(config: Config, found: Found, data: Data, asking: Asking, more: object = {}) {
  const query = new URLSearchParams({ ...WRITING, ...more });
  if (found === null) {
    const metadata = { name: config.secret, namespace: config.namespace };
    return asking.fetch(`${secretsUrl(config)}?${query}`, {
      method: 'POST',
      headers: headersOf(asking, 'application/json'),
      body: { apiVersion: 'v1', kind: 'Secret', type: 'Opaque', data, metadata },
    });
  }
  const { resourceVersion } = found.metadata;
  return asking.fetch(`${urlOf(config)}?${query}`, {
    method: 'PATCH',
    // RFC 7396: what isn't named stays.
    headers: headersOf(asking, 'application/merge-patch+json'),
    body: { metadata: { resourceVersion }, data },
  });
}

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
