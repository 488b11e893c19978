import {
  createRemoteJWKSet,
  customFetch,
  type FlattenedJWSInput,
  type JWSHeaderParameters,
} from 'jose';
import { LRUCache } from 'lru-cache';
import type { GuardedFetch } from '@/domain/outbound/guarded-fetch';

/** The issuer can't be asked now, or what it says of itself won't do; the message is for administrators. */
export class IssuerUnavailable extends Error {}

type KeyFinder = ReturnType<typeof createRemoteJWKSet>;
/** Finds the key that an issuer signed a JWT with. @throws IssuerUnavailable, or what jose says */
export type IssuerKeys = (
  issuer: string,
) => (header: JWSHeaderParameters, token: FlattenedJWSInput) => ReturnType<KeyFinder>;

export interface KnownIssuers {
  readonly keys: IssuerKeys;
  /** What an issuer says of itself; `issuer` is the one asked for. @throws IssuerUnavailable */
  describe(issuer: string): Promise<IssuerDescription>;
}

export type IssuerDescription = Readonly<Record<string, unknown>> & { readonly issuer: string };

interface Known {
  readonly description: IssuerDescription;
  readonly find: KeyFinder;
}

interface Options {
  readonly fetch: GuardedFetch;
  /** Origins that may be private. */
  readonly trusted: readonly string[];
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 5_000;
const MAX_DISCOVERY_BYTES = 64 * 1_024;
const MAX_KEYS_BYTES = 256 * 1_024;
const MAX_KEYS = 100;
/** What failed is left alone for a while, and so are keys that were just fetched and lack a `kid`. */
const FAILED_FOR_MS = 10_000;
const COOLDOWN_MS = 30_000;
const KEPT_MS = 10 * 60_000;
const DISCOVERED_FOR_MS = 30 * 60_000;
const MAX_ISSUERS = 1_000;

/**
 * Issuers and their keys, by OpenID Connect Discovery 1.0: fetched once for all who wait, kept for ten
 * minutes, and asked for again where a JWT names an unknown `kid`, at most every 30 seconds. One issuer
 * that hangs, lies or fails holds up only those who ask for a key that is not known yet.
 */
export function makeKnownIssuers({
  fetch,
  trusted,
  timeoutMs = TIMEOUT_MS,
}: Options): KnownIssuers {
  const known = new LRUCache<string, Promise<Known>>({ max: MAX_ISSUERS });
  const failures = new LRUCache<string, string>({ max: MAX_ISSUERS, ttl: FAILED_FOR_MS });

  const ask = async (url: string, maxBytes: number): Promise<Record<string, unknown>> => {
    const before = failures.get(url);
    if (before !== undefined) throw new IssuerUnavailable(before);
    const headers = { accept: 'application/json' };
    const answer = await fetch(url, { timeoutMs, maxBytes, trusted, headers });
    if (answer.kind === 'failed') throw unavailable(url, answer.message);
    if (answer.status !== 200) throw unavailable(url, `${url} answered ${answer.status}.`);
    return asObject(answer.body) ?? fail(url, `${url} answered with no JSON object.`);
  };
  const unavailable = (url: string, message: string): IssuerUnavailable => {
    failures.set(url, message);
    return new IssuerUnavailable(message);
  };
  const fail = (url: string, message: string): never => {
    throw unavailable(url, message);
  };
  const discover = async (issuer: string): Promise<Known> => {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const description = await ask(url, MAX_DISCOVERY_BYTES);
    const { issuer: named, jwks_uri: place } = description;
    if (named !== issuer) fail(url, `${url} describes another issuer.`);
    if (typeof place !== 'string' || !URL.canParse(place)) {
      return fail(url, `${url} names no jwks_uri.`);
    }
    const find = createRemoteJWKSet(new URL(place), {
      cooldownDuration: COOLDOWN_MS,
      cacheMaxAge: KEPT_MS,
      timeoutDuration: timeoutMs + 1_000,
      [customFetch]: async (address: string) => {
        const set = await ask(address, MAX_KEYS_BYTES);
        if (!isKeySet(set)) fail(address, `${address} holds no set of keys.`);
        return Response.json(set);
      },
    });
    return { description: { ...description, issuer }, find };
  };
  const knownOf = (issuer: string): Promise<Known> => {
    const found = known.get(issuer);
    if (found) return found;
    const finding = discover(issuer);
    known.set(issuer, finding, { ttl: DISCOVERED_FOR_MS });
    finding.catch(() => known.delete(issuer));
    return finding;
  };
  return {
    keys: (issuer) => async (header, token) => (await knownOf(issuer)).find(header, token),
    describe: async (issuer) => (await knownOf(issuer)).description,
  };
}

function asObject(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

const isKeySet = ({ keys }: Record<string, unknown>): boolean =>
  Array.isArray(keys) &&
  keys.length <= MAX_KEYS &&
  keys.every((key) => typeof key === 'object' && key !== null && !Array.isArray(key));
