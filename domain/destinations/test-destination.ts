import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { destinations } from '@/db/schema/destinations';
import { isRefusal } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { readClockMs } from '@/domain/decision/clock';
import { defineJob } from '@/domain/jobs/define';
import { enqueue } from '@/domain/jobs/enqueue';
import { askingWith } from './asking';
import { type DestinationRow, loadDestination, placeOf } from './destination-target';
import { destinationDetailSchema, readDestinationDetail } from './destination-view';
import { kindOf } from './kinds/all';
import { DestinationProblem } from './problem';

/** Has a worker sign in at a destination and read: the credential is where the worker is. */
export const testDestination = defineCommand({
  operation: 'destinations.test',
  summary: 'Test a destination without writing to it',
  http: { method: 'POST', path: '/destinations/{destination}/test', status: 202 },
  input: z.object({ destination: z.string().max(100) }),
  output: destinationDetailSchema,
  target: ({ db, input }) => loadDestination(db, input.destination, 'update'),
  async run({ tx, target: { id } }) {
    const asked = { testAskedAt: sql`clock_timestamp()` };
    const unknown = { testedAt: null, testPassed: null, testFinding: null };
    await tx
      .update(destinations)
      .set({ ...asked, ...unknown })
      .where(eq(destinations.id, id));
    return { value: await readDestinationDetail(tx, id), audit: { affects: [] } };
  },
  after: async ({ tx, target }) => {
    await enqueue(tx, askDestination, { destination: target.id }, { key: target.id });
  },
});

/** Keeps what a worker has found. */
export const recordTest = defineCommand({
  operation: 'destinations.recordTest',
  summary: 'Record what a test of a destination found',
  input: z.object({
    destination: z.string().max(100),
    passed: z.boolean(),
    finding: z.string().max(1_000),
  }),
  output: z.object({ recorded: z.literal(true) }),
  target: ({ db, input }) => loadDestination(db, input.destination, 'update'),
  async run({ tx, input: { passed, finding }, target: { id } }) {
    await tx
      .update(destinations)
      .set({ testedAt: sql`clock_timestamp()`, testPassed: passed, testFinding: finding })
      .where(eq(destinations.id, id));
    return {
      value: { recorded: true as const },
      audit: { after: { passed }, reason: finding, affects: [] },
    };
  },
});

export const askDestination = defineJob({
  name: 'test-destinations',
  summary: 'Signs in at a destination to see whether it would work',
  input: z.strictObject({ destination: z.string().max(40) }),
  deadlineSeconds: 120,
  concurrency: 8,
  records: [recordTest.operation],
  async run({ db, input, context, settings, signal }) {
    const [row] = await db
      .select()
      .from(destinations)
      .where(eq(destinations.id, input.destination));
    if (!row || row.testAskedAt === null || row.testedAt !== null) return 0;
    signal.throwIfAborted();
    const found = await ask(row, {
      at: new Date(await readClockMs(db)),
      settings: settings.destinations,
      signal,
    });
    signal.throwIfAborted();
    const recorded = await runCommand(recordTest, context, { destination: row.id, ...found });
    return isRefusal(recorded) ? 0 : 1;
  },
});

async function ask(
  row: DestinationRow,
  way: Omit<Parameters<typeof askingWith>[0], 'credential'>,
): Promise<{ passed: boolean; finding: string }> {
  const place = placeOf(row);
  try {
    const asking = await askingWith({ credential: row.credential, ...way });
    return { passed: true, finding: await kindOf(place).test(place, asking) };
  } catch (error) {
    if (!(error instanceof DestinationProblem)) throw error;
    return { passed: false, finding: error.message };
  }
}
