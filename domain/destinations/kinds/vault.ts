import { z } from 'zod';
import type { PlaceOf } from '../place-input';
import { DestinationProblem } from '../problem';
import type { Answer, Asking, DestinationKind } from './kind';
import { capabilitiesAt, refuseOtherEngine } from './vault-mount';
import { headersOf, pathOf, type VaultPlace } from './vault-request';

const readSchema = z.object({
  data: z.object({
    /** null where the newest version is deleted. */
    data: z.record(z.string(), z.unknown()).nullable(),
    metadata: z.object({ version: z.number().int() }),
  }),
});
const absentSchema = z.object({ errors: z.array(z.unknown()).length(0) });
/** Somebody else may write at the same time. */
const MAX_TURNS = 3;

/** A key in a secret of the KV engine, version 2, of HashiCorp Vault or OpenBao, written by check-and-set. */
export const vault: DestinationKind<PlaceOf<'vault'>> = {
  where: ({ url, mount, path }) => `${mount}/${path} on ${new URL(url).host}`,
  nameProblem: (name) =>
    /^[^\s/]{1,255}$/.test(name) ? null : 'Use up to 255 characters without spaces and slashes.',
  tested:
    'It reads the secret, and asks which engine is mounted there and what the credential may do at this path. It writes nothing.',
  dryRun: (config, name) => [
    {
      method: 'PATCH',
      url: urlOf(config),
      writes: `Where there is ${config.mount}/${config.path}: a new version with another ${name}; its other keys stay. It is refused where another version came first (check-and-set).`,
    },
    {
      method: 'POST',
      url: urlOf(config),
      writes: `Where there is none, or the credential lacks “patch”: a new version, with the other keys as they were read.`,
    },
  ],
  async test(config, asking) {
    const { version, keys } = await read(config, asking);
    await refuseOtherEngine(config, asking);
    const held = await capabilitiesAt(config, asking);
    const needed = version === 0 ? 'create' : 'update';
    if (
      held !== null &&
      ![needed, 'root', ...(keys ? ['patch'] : [])].some((one) => held.includes(one))
    ) {
      throw new DestinationProblem(
        `The credential’s capabilities at ${config.mount}/${config.path} are ${held.join(', ')}: ${needed} is missing.`,
      );
    }
    const found =
      version === 0
        ? 'Nothing is there yet'
        : `Version ${version} could be read, with ${Object.keys(keys ?? {}).length} keys`;
    return held === null
      ? `${found}. The vault doesn’t tell what this credential may do, so whether it may write is not known.`
      : `${found}, and the credential may write there (${held.join(', ')}). Nothing was written.`;
  },
  async deliver(config, { secret, secretName }, asking) {
    for (let turn = 0; ; turn += 1) {
      const found = await read(config, asking);
      // A try before this one may have got through, whatever it was answered.
      if (found.keys?.[secretName] === secret) {
        return { confirmed: true, said: `Version ${found.version} has ${secretName}, read back.` };
      }
      if (found.version === 0) await refuseOtherEngine(config, asking);
      const written = await write(config, found, { [secretName]: secret }, asking);
      const isLate = written.status === 400 && /check-and-set/.test(JSON.stringify(written.json));
      if (written.status !== 200 && !isLate) asking.refuse('The vault', written);
      if (turn >= MAX_TURNS)
        asking.refuse(`The vault does not have ${secretName} yet: it`, written);
    }
  },
};

const urlOf = ({ url, mount, path }: VaultPlace) =>
  `${url}/v1/${pathOf(mount)}/data/${pathOf(path)}`;

interface Found {
  /** 0 where there never was one. */
  readonly version: number;
  /** null where there is none now. */
  readonly keys: Readonly<Record<string, unknown>> | null;
}

async function read(config: VaultPlace, asking: Asking): Promise<Found> {
  const headers = headersOf(config, asking);
  const answer = await asking.fetch(urlOf(config), { method: 'GET', headers });
  const found = readSchema.safeParse(answer.json);
  // A deleted version is answered 404 as well, and still counts for check-and-set.
  if (found.success && (answer.status === 200 || answer.status === 404)) {
    const { data, metadata } = found.data.data;
    return { version: metadata.version, keys: data };
  }
  // Where nothing is mounted, the errors say so.
  const isAbsent = answer.status === 404 && absentSchema.safeParse(answer.json).success;
  return isAbsent ? { version: 0, keys: null } : asking.refuse('The vault', answer);
}

/** A version with these keys changed: by a patch, or of what was read where there is no right to one. */
async function write(
  config: VaultPlace,
  { version, keys }: Found,
  data: Readonly<Record<string, string>>,
  asking: Asking,
): Promise<Answer> {
  const options = { cas: version };
  const send = (method: 'PATCH' | 'POST', type: string, whole: object) =>
    asking.fetch(urlOf(config), {
      method,
      headers: { ...headersOf(config, asking), 'content-type': type },
      body: { options, data: whole },
    });
  if (keys !== null) {
    const patched = await send('PATCH', 'application/merge-patch+json', data);
    if (patched.status !== 403 && patched.status !== 405) return patched;
    if (JSON.stringify(keys) !== JSON.stringify(keys, exactly)) {
      throw new DestinationProblem(
        'Another key there is a number too long to be written again as it is: give the credential the capability patch.',
      );
    }
  }
  return send('POST', 'application/json', { ...keys, ...data });
}

/** Numbers that JSON of this language would round are marked. */
const exactly = (_key: string, value: unknown) =>
  typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? null : value;
