import { z } from 'zod';
import type { PlaceOf } from '../place-input';
import type { Asking, DestinationKind } from './kind';

type Config = PlaceOf<'vault'>;

const readSchema = z.object({
  data: z.object({
    /** null where the newest version is deleted. */
    data: z.record(z.string(), z.unknown()).nullable(),
    metadata: z.object({ version: z.number().int() }),
  }),
});
/** Somebody else may write at the same time. */
const MAX_TURNS = 4;

/** A key in a secret of the KV engine, version 2, of HashiCorp Vault or OpenBao, written by check-and-set. */
export const vault: DestinationKind<Config> = {
  where: ({ url, mount, path }) => `${mount}/${path} on ${new URL(url).host}`,
  nameProblem: (name) =>
    /^[^\s/]{1,255}$/.test(name) ? null : 'Use up to 255 characters without spaces and slashes.',
  dryRun: (config, name) => [
    {
      method: 'POST',
      url: urlOf(config),
      writes: `A new version of ${config.mount}/${config.path} with another ${name}; its other keys stay. It is refused where another version came first (check-and-set).`,
    },
  ],
  async test(config, asking) {
    const { version, keys } = await read(config, asking);
    return version === 0
      ? 'Nothing is there yet; a test writes nothing.'
      : `Version ${version} could be read, with ${Object.keys(keys).length} keys; a test writes nothing.`;
  },
  async deliver(config, { secret, secretName }, asking) {
    for (let turn = 1; ; turn += 1) {
      const { version, keys } = await read(config, asking);
      // A try before this one may have got through, whatever it was answered.
      if (keys[secretName] === secret) {
        return { confirmed: true, said: `Version ${version} has ${secretName}, read back.` };
      }
      const written = await asking.fetch(urlOf(config), {
        method: 'POST',
        headers: headersOf(config, asking),
        body: { options: { cas: version }, data: { ...keys, [secretName]: secret } },
      });
      const isLate = written.status === 400 && /check-and-set/.test(JSON.stringify(written.json));
      if (written.status !== 200 && !isLate) asking.refuse('The vault', written);
      if (turn >= MAX_TURNS)
        asking.refuse(`The vault does not have ${secretName} yet: it`, written);
    }
  },
};

const pathOf = (path: string) => path.split('/').map(encodeURIComponent).join('/');
const urlOf = ({ url, mount, path }: Config) => `${url}/v1/${pathOf(mount)}/data/${pathOf(path)}`;

const headersOf = ({ namespace }: Config, { credential }: Asking) => ({
  'x-vault-token': credential,
  'x-vault-request': 'true',
  ...(namespace !== undefined && { 'x-vault-namespace': namespace }),
});

/** The newest version, and its keys; version 0 where there never was one. */
async function read(config: Config, asking: Asking) {
  const answer = await asking.fetch(urlOf(config), {
    method: 'GET',
    headers: headersOf(config, asking),
  });
  const found = readSchema.safeParse(answer.json);
  // A deleted version is answered 404 as well, and still counts for check-and-set.
  if (found.success && (answer.status === 200 || answer.status === 404)) {
    const { data, metadata } = found.data.data;
    return { version: metadata.version, keys: data ?? {} };
  }
  if (answer.status === 404) return { version: 0, keys: {} };
  return asking.refuse('The vault', answer);
}
