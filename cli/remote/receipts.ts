import { setTimeout as wait } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { columns } from './columns';
import { askControlApi } from './control-api';
import { seconds } from './time-options';

const POLL_MS = 200;

const receiptsSchema = z.looseObject({
  seq: z.number(),
  verifiers: z.array(
    z.looseObject({
      ...{ name: z.string(), confirmed: z.boolean(), confirmedAt: z.string().nullable() },
      ...{ latencyMs: z.number().nullable(), staleUntil: z.string().optional() },
    }),
  ),
});
type Receipts = z.output<typeof receiptsSchema>;

/** What tells where the proof of a change is. */
export const changeWords = (seq: number): string =>
  `Change ${seq}: keyward receipts ${seq} --wait 30s shows when every verifier has it`;

/** `keyward receipts`: the proof that a change is in force everywhere. */
export function addReceipts(program: Command): void {
  program
    .command('receipts')
    .description('Show which verifiers have applied a change, at KEYWARD_URL as KEYWARD_TOKEN')
    .argument('<change>', 'its place in the log, as the command that made it said', place)
    .option('--wait <time>', 'wait so long, such as 30s, until all have', seconds)
    .option('--json', 'print JSON')
    .action(show);
}

/** A place in the log, as it is typed. @throws where it is none */
export function place(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write the number of a change, such as 4711.');
}

async function show(
  seq: number,
  options: { readonly wait?: number; readonly json?: true },
): Promise<void> {
  const deadline = performance.now() + (options.wait ?? 0) * 1_000;
  let receipts = await read(seq);
  while (isMissing(receipts) && performance.now() < deadline) {
    await wait(POLL_MS);
    receipts = await read(seq);
  }
  const rows = receipts.verifiers.map((verifier) => [verifier.name, standingOf(verifier)]);
  print(options, receipts, rows.length > 0 ? columns(rows) : 'No verifier runs.');
  if (!isMissing(receipts)) return;
  const missing = receipts.verifiers.filter(({ confirmed }) => !confirmed);
  throw new CommandFailure(
    `change ${seq} is not confirmed by ${missing.map(({ name }) => name).join(', ')}: look whether it runs`,
  );
}

const read = (seq: number): Promise<Receipts> =>
  askControlApi({ method: 'GET', path: `/receipts/${seq}` }, receiptsSchema);

const isMissing = ({ verifiers }: Receipts): boolean =>
  verifiers.some(({ confirmed }) => !confirmed);

function standingOf({ confirmed, latencyMs, staleUntil }: Receipts['verifiers'][number]): string {
  if (!confirmed)
    return `not confirmed${staleUntil ? `, may answer as before until ${staleUntil}` : ''}`;
  return latencyMs === null ? 'confirmed' : `confirmed after ${latencyMs} ms`;
}
