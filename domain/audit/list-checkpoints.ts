import { desc, getTableColumns, lt } from 'drizzle-orm';
import { z } from 'zod';
import { exactText } from '@/db/exact-text';
import { auditCheckpoints } from '@/db/schema/history';
import { pageInput, pageOf } from '@/domain/base/input';
import { toPage } from '@/domain/base/page';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { checkpointSchema } from '@/domain/ledger/checkpoint';
import { makeCheckpoint } from '@/domain/ledger/make-checkpoint';

const exactAt = exactText(auditCheckpoints.at);

/**
 * Signed heads of the log, newest first; the cursor is a `seq`. The first page begins with the head as
 * it is now, so that whoever keeps the answer can show later what the log held.
 */
export const listCheckpoints = defineQuery({
  operation: 'audit.checkpoints',
  summary: 'List signed checkpoints of the audit log',
  http: { method: 'GET', path: '/audit/checkpoints' },
  input: z.object({ ...pageInput, cursor: z.coerce.number().int().positive().optional() }),
  output: pageOf(checkpointSchema),
  target: () => everything('system'),
  async run({ db, input, serverSecret }) {
    if (serverSecret && input.cursor === undefined) await makeCheckpoint(db, serverSecret);
    const rows = await db
      .select({ ...getTableColumns(auditCheckpoints), at: exactAt })
      .from(auditCheckpoints)
      .where(input.cursor ? lt(auditCheckpoints.seq, input.cursor) : undefined)
      .orderBy(desc(auditCheckpoints.seq))
      .limit(input.limit + 1);
    return toPage(rows, input.limit, (row) => String(row.seq));
  },
});
