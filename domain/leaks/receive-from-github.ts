import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { tokens } from '@/db/schema/tokens';
import { hashTokenSecret } from '@/domain/base/token-format';
import { hashesIn, type Leak } from './leak-facts';
import { stopLeaked, toPlace } from './receive-leaks';

/** Of one report; a thousand of them are a few hundred KiB. */
const MAX_MATCHES = 10_000;

const match = z.object({
  token: z.string().max(10_000),
  /** The name that the pattern was registered under. */
  type: z.string().max(200),
  url: z.string().max(10_000).nullish(),
  /** Kind of place, such as `commit`. */
  source: z.string().max(200).nullish(),
});

/** What GitHub sends; fields that it adds later are left alone. */
export const githubReport = z.array(match).max(MAX_MATCHES);
export type GithubReport = z.output<typeof githubReport>;

/** Whether a match is a token of this installation, in the form that GitHub takes. */
export interface Feedback {
  /** SHA-256 of the match, in hexadecimal digits. */
  readonly token_hash: string;
  readonly token_type: string;
  readonly label: 'true_positive' | 'false_positive';
}

/** Has the tokens among GitHub's matches stopped. Secrets are hashed at once, and go nowhere else. */
export async function receiveFromGithub(
  db: Database,
  report: GithubReport,
  ip: string | null,
): Promise<Feedback[]> {
  const leaks = new Map<string, Leak>();
  for (const { token, source, url } of report) {
    const from = source ? `GitHub, ${source.toLowerCase().replaceAll('_', ' ')}` : 'GitHub';
    for (const sha256 of hashesIn(token)) {
      if (leaks.has(sha256)) continue;
      leaks.set(sha256, { sha256, source: toPlace(from, 100), url: toPlace(url ?? '', 500) });
    }
  }
  const ours = await knownAmong(db, [...leaks.keys()]);
  await stopLeaked(
    db,
    [...leaks.values()].filter(({ sha256 }) => ours.has(sha256)),
    ip,
  );
  const told = new Map<string, Feedback>();
  for (const { token, type } of report) {
    // GitHub knows its match by the hash of what it has sent, whatever stands around the secret.
    const hash = hashTokenSecret(token).toString('hex');
    const isOurs = hashesIn(token).some((sha256) => ours.has(sha256));
    const label = isOurs ? 'true_positive' : 'false_positive';
    told.set(`${hash} ${type}`, { token_hash: hash, token_type: type, label });
  }
  return [...told.values()];
}

async function knownAmong(db: Database, hashes: readonly string[]): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows = await db
    .select({ sha256: tokens.secretSha256 })
    .from(tokens)
    .where(
      inArray(
        tokens.secretSha256,
        hashes.map((hash) => Buffer.from(hash, 'hex')),
      ),
    );
  return new Set(rows.map(({ sha256 }) => sha256.toString('hex')));
}
