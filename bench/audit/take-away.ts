import type { Database } from '@/db/client';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import { openStream } from '@/domain/commands/run-stream';
import { writeRows } from '@/domain/commands/write-rows';
import { exportDecisions } from '@/domain/decisions/export-decisions';
import { residentBytes } from '../lib/usage';

/** An export to nowhere, for so long at most: rows a second, and how much more memory its second half took than its first. */
export async function takeAway(db: Database, seconds: number) {
  const context = {
    db,
    actor: systemActor('bench', ['decisions.export']),
    request: { id: newId('request'), ip: null, userAgent: null },
    serverSecret: 'a server secret of at least thirty-two characters',
  };
  const opened = await openStream(exportDecisions, context, {});
  if (isRefusal(opened)) throw new Error(opened.message);
  const start = performance.now();
  let [rows, bytes] = [0, 0];
  /** The most memory of the first half, and of the second. */
  const most: [number, number] = [0, 0];
  for await (const batch of opened.batches) {
    rows += batch.length;
    bytes += Buffer.byteLength(writeRows.ndjson(exportDecisions.stream, batch, rows === 0));
    const elapsed = (performance.now() - start) / 1_000;
    const half = elapsed < seconds / 2 ? 0 : 1;
    most[half] = Math.max(most[half], residentBytes(process.pid));
    if (elapsed > seconds) break;
  }
  const elapsed = (performance.now() - start) / 1_000;
  return {
    rowsPerSecond: rows / elapsed,
    rows,
    bytes,
    growth: most[1] - most[0],
  };
}
