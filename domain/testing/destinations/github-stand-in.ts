import sodium from 'libsodium-wrappers';
import { type Received, type Receiver, startReceiver } from '../receiver';
import { BASE64, GITHUB_SECRETS, REQUIRED } from './github-facts';

type Answer = readonly [status: number, json?: object];
type Mood = 'good' | 'stores, then 500' | 'answers without storing' | 'down';

export interface GithubStandIn extends Receiver {
  /** What was stored, opened with the private half of the key. */
  readonly opened: Map<string, string>;
  /** What no request may have: each is answered 422. */
  readonly wrong: string[];
  mood(next: Mood): void;
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
export async function startGithub(credential: string): Promise<GithubStandIn> {
  await sodium.ready;
  const keys = sodium.crypto_box_keypair();
  const keyId = '568250167242549743';
  const [opened, times] = [new Map<string, string>(), new Map<string, number>()];
  const wrong: string[] = [];
  let mood: Mood = 'good';

  function read(place: Secrets, path: string): Answer {
    const at = times.get(path);
    if (at === undefined) return [404, { message: 'Not Found' }];
    const time = new Date(at).toISOString().replace(/\.\d+/, '');
    const name = place.path.exec(path)?.[1];
    const sight = 'visibility' in place && { visibility: 'private' };
    return [200, { name, created_at: time, updated_at: time, ...sight }];
  }
  function write(path: string, given: Given): Answer {
    if (mood === 'answers without storing') return [204];
    const box = Buffer.from(String(given.encrypted_value), 'base64');
    const plain = sodium.crypto_box_seal_open(box, keys.publicKey, keys.privateKey);
    opened.set(path, Buffer.from(plain).toString());
    const isNew = !times.has(path);
    times.set(path, Date.now());
    if (mood === 'stores, then 500') return [500, { message: 'Server Error' }];
    return [isNew ? 201 : 204];
  }
  function answer(request: Received): Answer {
    const { method, path, headers, body } = request;
    const refuse = (why: string): Answer => {
      wrong.push(`${method} ${path}: ${why}`);
      return [422, { message: why }];
    };
    if (headers.authorization !== `Bearer ${credential}`) return [401];
    const header = headerProblem(request);
    if (header !== null) return refuse(header);
    if (method === 'GET' && path.endsWith('/public-key')) {
      return [200, { key_id: keyId, key: Buffer.from(keys.publicKey).toString('base64') }];
    }
    const place = GITHUB_SECRETS.find((one) => one.path.test(path));
    if (!place) return refuse('no such path');
    if (method === 'GET') return read(place, path);
    if (method !== 'PUT') return refuse('method');
    const given = JSON.parse(body) as Given;
    const problem = bodyProblem(place, given, keyId);
    return problem === null ? write(path, given) : refuse(problem);
  }

  const receiver = await startReceiver((request, response) => {
    if (mood === 'down') return response.destroy();
    const [status, json] = answer(request);
    response.writeHead(status, { 'content-type': 'application/json' });
    return response.end(json && JSON.stringify(json));
  });
  return {
    ...receiver,
    ...{ opened, wrong },
    mood(next) {
      mood = next;
    },
  };
}
