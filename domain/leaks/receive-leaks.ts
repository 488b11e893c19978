import { z } from 'zod';
import type { Database } from '@/db/client';
import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { workloadActor } from '@/domain/base/actor';
import type { RequestOrigin } from '@/domain/base/context';
import { asProse } from '@/domain/base/input';
import type { RefusalCode } from '@/domain/base/refusal-codes';
import { cut } from '@/domain/base/text';
import { countAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { networkOf } from '@/domain/decision/network';
import { enqueue } from '@/domain/jobs/enqueue';
import { denialRecorder } from '@/domain/ledger/denial-recorder';
import { actOnLeaks } from './act-on-leaks';
import { hashesIn, type Leak, MAX_LEAKS, SHA256 } from './leak-facts';
import { reportLeak } from './report-leak';

/** Reports of one network. A scanner sends what it finds together. */
const COUNTER = { name: 'leaks', points: 60, windowSeconds: 300 };

/** GitHub sends from few networks, and a message for each place where it finds some. */
export const GITHUB_COUNTER = { name: 'leaks-github', points: 600, windowSeconds: 300 };

const UNKNOWN_REPORTER = workloadActor(
  null,
  { id: 'unknown', name: 'unknown reporter' },
  new Map(),
);

/** Text of others about a place: no secret in it is kept, and nothing that no text of ours may have. */
const place = (max: number) =>
  z
    .string()
    .max(max)
    .transform((text) => cleaned(text, max))
    .optional();

const cleaned = (text: string, max: number) =>
  cut(asProse(withholdSecrets(text)).trim(), max).trim();

/** The same of a text of any length; null where nothing is left. */
export const toPlace = (text: string, max: number): string | null => cleaned(text, max) || null;

const leakInput = z
  .strictObject({
    /** Or a text with it, such as the line of a log. */
    secret: z.string().max(500).optional(),
    sha256: z.string().toLowerCase().regex(SHA256, 'Write 64 hexadecimal digits.').optional(),
    /** Who or what has found it. */
    source: place(100),
    /** Where. */
    url: place(500),
  })
  .refine(
    ({ secret, sha256 }) => (secret === undefined) !== (sha256 === undefined),
    'Give either the secret or its sha256.',
  );

export const leakReport = z.strictObject({ leaks: z.array(leakInput).min(1).max(MAX_LEAKS) });
export type LeakReport = z.output<typeof leakReport>;

/** Counts a report. @returns seconds to wait where its network has sent too many, which is recorded */
export async function throttleReports(
  db: Database,
  request: RequestOrigin,
  counter = COUNTER,
): Promise<number> {
  const waitSeconds = await countAttempt([limitOf(db, counter, networkOf(request.ip))]);
  if (waitSeconds > 0) await recordRefusedReport(db, request, 'too_many_attempts');
  return waitSeconds;
}

/** Writes down that a report was not taken; many of one network become one event. */
export async function recordRefusedReport(
  db: Database,
  request: RequestOrigin,
  reason: RefusalCode,
): Promise<void> {
  const target = { type: 'token' as const, id: null, name: null };
  const denial = { actor: UNKNOWN_REPORTER, action: reportLeak.operation, request, target, reason };
  await denialRecorder(db).record(denial, networkOf(request.ip));
}

/**
 * Has reported secrets dealt with. Nothing is looked up before the answer, so that neither its text nor
 * its time tells which of them exist.
 */
export async function receiveLeaks(
  db: Database,
  { leaks }: LeakReport,
  { ip }: RequestOrigin,
): Promise<void> {
  const hashed = new Map<string, Leak>();
  for (const leak of leaks) {
    for (const sha256 of leak.sha256 ? [leak.sha256] : hashesIn(leak.secret ?? '')) {
      if (hashed.has(sha256)) continue;
      hashed.set(sha256, { sha256, source: leak.source || null, url: leak.url || null });
    }
  }
  await stopLeaked(db, [...hashed.values()], ip);
}

/** Leaves the tokens of these secrets to the worker. */
export async function stopLeaked(
  db: Database,
  leaks: readonly Leak[],
  reportedFrom: string | null,
): Promise<void> {
  if (leaks.length === 0) return;
  await db.transaction(async (tx) => {
    for (let from = 0; from < leaks.length; from += MAX_LEAKS) {
      await enqueue(tx, actOnLeaks, { leaks: leaks.slice(from, from + MAX_LEAKS), reportedFrom });
    }
  });
}
