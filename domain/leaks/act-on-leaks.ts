import { inArray } from 'drizzle-orm';
import { z } from 'zod';
import { tokens } from '@/db/schema/tokens';
import { runCommand } from '@/domain/commands/run';
import { changeEach } from '@/domain/jobs/change-each';
import { defineJob } from '@/domain/jobs/define';
import { leakSchema, MAX_LEAKS } from './leak-facts';
import { reportLeak } from './report-leak';

/** Stops the tokens among reported secrets; most reports hold none of ours. */
export const actOnLeaks = defineJob({
  name: 'act-on-leaks',
  summary: 'Stops tokens that were reported as leaked',
  input: z.strictObject({
    leaks: z.array(leakSchema).min(1).max(MAX_LEAKS),
    reportedFrom: z.string().nullable(),
  }),
  concurrency: 2,
  records: [reportLeak.operation],
  async run(scope) {
    const { db, input, context } = scope;
    const hashes = input.leaks.map(({ sha256 }) => Buffer.from(sha256, 'hex'));
    const found = await db
      .select({ id: tokens.id, sha256: tokens.secretSha256 })
      .from(tokens)
      .where(inArray(tokens.secretSha256, hashes));
    return changeEach(scope, found, ({ id, sha256 }) => {
      const leak = input.leaks.find((one) => one.sha256 === sha256.toString('hex'));
      const { source = null, url = null } = leak ?? {};
      const place = { source, url, reportedFrom: input.reportedFrom };
      return runCommand(reportLeak, context, { token: id, ...place });
    });
  },
});
