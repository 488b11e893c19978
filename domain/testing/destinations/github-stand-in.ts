import sodium from 'libsodium-wrappers';
import type { Received } from '../receiver';
import { BASE64, GITHUB_SECRETS, REQUIRED } from './github-facts';
import { type Answer, readJson, type StandIn, startStandIn } from './stand-in';

interface Stored {
  readonly secret: string;
  /** In milliseconds. */
  readonly at: number;
}
type Given = Readonly<Record<string, unknown>>;
type Secrets = (typeof GITHUB_SECRETS)[number];

/** Why GitHub's document forbids a request's headers; null where it does not. */
function headerProblem({ headers }: Received): string | null {
  if (headers.accept !== 'application/vnd.github+json') return 'accept';
  if (headers['x-github-api-version'] !== '2022-11-28') return 'version';
  return headers['user-agent'] ? null : 'user-agent';
}

/** Why it forbids what is to be stored; null where it does not. */
function bodyProblem(place: Secrets, given: Given, keyId: string): string | null {
  const unknown = Object.keys(given).filter((key) => !place.fields.some((one) => one === key));
  if (unknown.length > 0) return `unknown ${unknown}`;
  if (REQUIRED.some((key) => typeof given[key] !== 'string')) return 'required';
  if (given.key_id !== keyId || !BASE64.test(String(given.encrypted_value))) return 'value';
  const sight = 'visibility' in place ? place.visibility : null;
  return sight && !sight.some((one) => one === given.visibility) ? 'visibility' : null;
}

/** A GitHub that takes only what its OpenAPI document allows, and really opens the sealed box. */
export async function startGithub(credential: string): Promise<StandIn<Stored>> {
  await sodium.ready;
  const keys = sodium.crypto_box_keypair();
  const keyId = '568250167242549743';
  const stored = new Map<string, Stored>();
  const says = (_status: number, message: string) => ({ message });

  function read(place: Secrets, path: string): Answer {
    const one = stored.get(path);
    if (!one) return [404, says(404, 'Not Found')];
    const time = new Date(one.at).toISOString().replace(/\.\d+/, '');
    const name = place.path.exec(path)?.[1];
    const sight = 'visibility' in place && { visibility: 'private' };
    return [200, { name, created_at: time, updated_at: time, ...sight }];
  }
  function write(path: string, given: Given): Answer {
    const box = Buffer.from(String(given.encrypted_value), 'base64');
    const plain = sodium.crypto_box_seal_open(box, keys.publicKey, keys.privateKey);
    const isNew = !stored.has(path);
    stored.set(path, { secret: Buffer.from(plain).toString(), at: Date.now() });
    return [isNew ? 201 : 204];
  }
  return startStandIn<Stored>({
    ...{ stored, says, writes: ({ method }) => method === 'PUT' },
    found: (name) => [...stored].find(([path]) => path.endsWith(`/${name}`))?.[1].secret,
    answer(request, refuse) {
      const { method, path, headers, body } = request;
      const forbid = (why: string) => refuse(why, [422, says(422, why)]);
      if (headers.authorization !== `Bearer ${credential}`) return [401, says(401, 'Bad')];
      const header = headerProblem(request);
      if (header !== null) return forbid(header);
      if (method === 'GET' && path.endsWith('/public-key')) {
        return [200, { key_id: keyId, key: Buffer.from(keys.publicKey).toString('base64') }];
      }
      const place = GITHUB_SECRETS.find((one) => one.path.test(path));
      if (!place) return forbid('no such path');
      if (method === 'GET') return read(place, path);
      if (method !== 'PUT') return forbid('method');
      const given = (readJson(body) ?? {}) as Given;
      const problem = bodyProblem(place, given, keyId);
      return problem === null ? write(path, given) : forbid(problem);
    },
  });
}
