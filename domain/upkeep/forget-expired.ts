import { and, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import { rateLimits, sessions, setupLinks } from '@/db/schema/identities';
import { incidentEntries } from '@/db/schema/incidents';
import { idempotencyKeys, receipts, verifiers } from '@/db/schema/operating';
import { ssoTries } from '@/db/schema/sso';
import { standingChanges } from '@/db/schema/standing-changes';
import { spentJwts } from '@/db/schema/workloads';
import { defineJob } from '@/domain/jobs/define';

export const forgetExpired = defineJob({
  name: 'forget-expired',
  summary: 'Drops what has run out and is no history',
  input: z.strictObject({}),
  schedule: '31 * * * *',
  records: [],
  async run({ db, signal, progress }) {
    const drops = [
      () => db.delete(idempotencyKeys).where(lt(idempotencyKeys.expiresAt, sql`now()`)),
      () => db.delete(rateLimits).where(lt(rateLimits.expire, Date.now())),
      // Past its last second and the leeway a JWT is refused by its own word.
      () => db.delete(spentJwts).where(lt(spentJwts.expiresAt, sql`now() - interval '1 hour'`)),
      // With the claims that they brought.
      () => db.delete(ssoTries).where(lt(ssoTries.expiresAt, sql`now() - interval '1 hour'`)),
      () => db.delete(sessions).where(lt(sessions.expiresAt, sql`now() - interval '30 days'`)),
      () => db.delete(setupLinks).where(lt(setupLinks.expiresAt, sql`now() - interval '30 days'`)),
      // Who remembers counts for longer than an hour forgets them.
      () => db.delete(standingChanges).where(lt(standingChanges.at, sql`now() - interval '1 day'`)),
      // Those of changes that an incident has gathered are evidence.
      () =>
        db
          .delete(receipts)
          .where(
            and(
              lt(receipts.confirmedAt, sql`now() - interval '7 days'`),
              sql`not exists (select 1 from ${incidentEntries} where ${incidentEntries.eventSeq} = ${receipts.seq})`,
            ),
          ),
      () => db.delete(verifiers).where(lt(verifiers.heartbeatAt, sql`now() - interval '30 days'`)),
    ];
    let dropped = 0;
    for (const [index, drop] of drops.entries()) {
      signal.throwIfAborted();
      dropped += (await drop()).rowCount ?? 0;
      await progress(index + 1, drops.length);
    }
    return dropped;
  },
});
