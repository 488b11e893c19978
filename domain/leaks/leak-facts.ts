import { z } from 'zod';
import { prose } from '@/domain/base/input';
import { hashTokenSecret, parseTokenSecret } from '@/domain/base/token-format';

/** Of one report. */
export const MAX_LEAKS = 1_000;

export const SHA256 = /^[0-9a-f]{64}$/;

/** Where a secret was found: as the reporter says, without any secret in it. */
export const leakPlace = {
  source: prose(100).nullable().default(null),
  url: prose(500).nullable().default(null),
};

/**
 * A leak as jobs and events have it: the hash of the secret alone. What is said of the place must never keep
 * a token alive: it goes where it can't be kept.
 */
export const leakSchema = z.object({
  sha256: z.string().regex(SHA256),
  source: leakPlace.source.catch(null),
  url: leakPlace.url.catch(null),
});
export type Leak = z.output<typeof leakSchema>;

/** Where a secret may begin: one that is no secret may have another in it. */
const SECRETS = /(?=(kw[ps]_[0-9A-Za-z]{36}))/g;

/** SHA-256 of each secret that stands in a text as it is, whatever is around it: quotes, `Bearer`, a line's end. */
export function hashesIn(text: string): string[] {
  const secrets = [...text.matchAll(SECRETS)].flatMap(([, secret = '']) =>
    parseTokenSecret(secret).ok ? [secret] : [],
  );
  return secrets.map((secret) => hashTokenSecret(secret).toString('hex'));
}
