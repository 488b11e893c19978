import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import type { GuardedFetch } from '@/domain/outbound/guarded-fetch';

/** Where GitHub has the keys that it signs reports of secret scanning with. */
export const GITHUB_KEYS_URL = 'https://api.github.com/meta/public_keys/secret_scanning';

/** The keys can't be had now; the message is for whoever runs Keyward. */
export class KeysUnavailable extends Error {}

/** The key of that id; null where there is none. @throws KeysUnavailable */
export type GithubKeys = (id: string) => Promise<KeyObject | null>;

interface Options {
  readonly fetch: GuardedFetch;
  readonly url: string;
  /** Origins that may be private. */
  readonly trusted: readonly string[];
  readonly timeoutMs?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1_024;
const MAX_KEYS = 100;
const FRESH_MS = 3_600_000;
/** Known keys are good for so long where newer ones can't be had. */
const KEPT_MS = 24 * 3_600_000;
/** GitHub answers 60 questions an hour that come without a token. */
const COOLDOWN_MS = 2 * 60_000;

const listSchema = z.object({
  public_keys: z.array(z.object({ key_identifier: z.string(), key: z.string() })).max(MAX_KEYS),
});

/**
 * Keys that GitHub publishes: fetched once for all who wait, kept for an hour, and asked for again where
 * a report names an unknown one, at most every two minutes. While they can't be had, a known key serves
 * for a day, and a report that names another is told to come back.
 */
export function makeGithubKeys({
  fetch,
  url,
  trusted,
  timeoutMs = TIMEOUT_MS,
  now = () => performance.now(),
}: Options): GithubKeys {
  let known = new Map<string, KeyObject>();
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let problem: string | null = null;
  let fetching: Promise<void> | null = null;

  const ask = async () => {
    const headers = { accept: 'application/json', 'user-agent': 'keyward' };
    const answer = await fetch(url, { timeoutMs, maxBytes: MAX_BYTES, trusted, headers });
    if (answer.kind === 'failed') problem = answer.message;
    else if (answer.status !== 200) problem = `${url} answered ${answer.status}.`;
    else {
      const keys = readKeys(answer.body);
      if (keys === null) problem = `${url} holds no list of keys.`;
      else [known, fetchedAt, problem] = [keys, now(), null];
    }
  };
  const refresh = (): Promise<void> => {
    if (fetching) return fetching;
    if (now() - triedAt < COOLDOWN_MS) return Promise.resolve();
    triedAt = now();
    fetching = ask().finally(() => {
      fetching = null;
    });
    return fetching;
  };
  return async (id) => {
    const fresh = now() - fetchedAt < FRESH_MS ? known.get(id) : undefined;
    if (fresh) return fresh;
    await refresh();
    const found = now() - fetchedAt < KEPT_MS ? known.get(id) : undefined;
    if (found) return found;
    if (problem !== null) throw new KeysUnavailable(problem);
    return null;
  };
}

/** Whether GitHub has signed exactly these bytes: ECDSA on P-256 with SHA-256, in Base64 of DER. */
export const isSignedBy = (key: KeyObject, body: Uint8Array, signature: string): boolean =>
  verify('sha256', body, { key, dsaEncoding: 'der' }, Buffer.from(signature, 'base64'));

/** Those on P-256 alone; null for what is no list. */
function readKeys(bytes: Uint8Array): Map<string, KeyObject> | null {
  try {
    const list = listSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    return new Map(
      list.public_keys.flatMap(({ key_identifier: id, key: pem }): [string, KeyObject][] => {
        const key = keyOf(pem);
        return key ? [[id, key]] : [];
      }),
    );
  } catch {
    return null;
  }
}

function keyOf(pem: string): KeyObject | null {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null;
  } catch {
    return null;
  }
}
