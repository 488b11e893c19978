import { type Command, Option } from 'commander';
import { withDatabase } from '@/cli/database/with-database';
import { CommandFailure } from '@/cli/failure';
import { exportEvents } from '@/domain/audit/export-events';
import { writtenNumber } from '@/domain/base/written';
import type { AnyStream } from '@/domain/commands/define-stream';
import { StreamCut } from '@/domain/commands/run-stream';
import { writeRows } from '@/domain/commands/write-rows';
import { exportDecisions } from '@/domain/decisions/export-decisions';
import { environment } from '@/domain/environment/env';
import { pinTimes } from '@/domain/history/pin-times';
import { type Sink, toFile, toStandardOutput } from './export-file';
import { type Asked, type ExportState, readState } from './export-state';
import { localRows } from './local-rows';
import { remoteRows } from './remote-rows';

const STREAMS: Readonly<Record<Asked['log'], AnyStream>> = {
  changes: exportEvents,
  decisions: exportDecisions,
};
const PROGRESS_MS = 2_000;

interface Options {
  readonly log: Asked['log'];
  readonly format: Asked['format'];
  readonly query?: string;
  readonly from?: string;
  readonly to?: string;
  readonly gzip?: true;
  readonly output?: string;
  readonly resume?: true;
  readonly json?: true;
}

/** `keyward audit export`: what a query finds, taken away row by row. */
export function addAuditExport(audit: Command): void {
  audit
    .command('export')
    .description('take changes or decisions away, oldest first; at KEYWARD_URL with KEYWARD_TOKEN')
    .addOption(
      new Option('--log <log>', 'which log').choices(['changes', 'decisions']).default('changes'),
    )
    .option('--query <query>', 'such as: group:billing outcome:denied -ip:10.0.0.0/8')
    .addOption(new Option('--format <format>').choices(['ndjson', 'csv']).default('ndjson'))
    .option('--from <time>', 'RFC 3339, included')
    .option('--to <time>', 'RFC 3339, not included; now, unless it is said')
    .option('--gzip', 'compress what is written')
    .option('--output <file>', 'a new file; without, standard output')
    .option('--resume', 'go on with the export into --output that was cut off')
    .option('--json', 'say in JSON what was exported, with --output')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { output, resume, json } = options;
  if (output === undefined && (resume || json)) {
    throw new CommandFailure('--resume and --json go with --output: name the file');
  }
  const kept = resume && output ? await keptState(output, options) : null;
  const asked = kept ?? newlyAsked(options);
  const sink = output ? await toFile(output, asked, kept) : toStandardOutput(asked);
  await withRows(asked, kept, (stream, rows) => take(sink, stream, rows, output));
  const { rows, bytes } = sink.state();
  const what = `${writtenNumber(rows)} ${asked.log}`;
  process.stderr.write(`exported ${what}${output ? ` to ${output}` : ''}\n`);
  if (json)
    process.stdout.write(`${JSON.stringify({ file: output, log: asked.log, rows, bytes })}\n`);
}

async function keptState(file: string, { query, from, to }: Options): Promise<ExportState> {
  if ((query ?? from ?? to) !== undefined) {
    throw new CommandFailure(
      '--resume goes on with what was asked for then: leave out --query, --from and --to',
    );
  }
  const kept = await readState(file);
  if (kept) return kept;
  throw new CommandFailure(`no export into ${file} was cut off: leave --resume out`);
}

/** Its times are fixed where it begins, so that what is resumed has the same. */
function newlyAsked({ log, format, query, from, to, gzip }: Options): Asked {
  const nowMs = Date.now();
  const filter = { q: query, from, to: to ?? new Date(nowMs).toISOString() };
  const { q, ...range } = pinTimes(filter, nowMs);
  return {
    ...{ log, format, gzip: gzip === true },
    ...(q !== undefined && { query: q }),
    ...(range.from !== undefined && { from: range.from }),
    to: range.to ?? filter.to,
  };
}

type Take = (stream: AnyStream, rows: AsyncIterable<readonly object[]>) => Promise<void>;

async function withRows(asked: Asked, kept: ExportState | null, work: Take): Promise<void> {
  const { log, query, from, to } = asked;
  const stream = STREAMS[log];
  const input = {
    to,
    ...(query !== undefined && { q: query }),
    ...(from !== undefined && { from }),
    ...(kept?.after !== undefined && { after: kept.after }),
  };
  const settings = environment();
  if (settings.keywardToken) return work(stream, remoteRows(stream, input));
  await withDatabase(settings, ({ db, secrets: { nextAuthSecret: serverSecret } }) =>
    work(stream, localRows({ db, serverSecret }, stream, input)),
  );
}

/** Writes all rows; where they end early, what came is kept so that it can go on there. */
async function take(
  sink: Sink,
  stream: AnyStream,
  rows: AsyncIterable<readonly object[]>,
  output: string | undefined,
): Promise<void> {
  let told = Date.now();
  const { format, log } = sink.state();
  try {
    for await (const batch of rows) {
      const text = writeRows[format](stream.stream, batch, sink.state().rows === 0);
      await sink.write(text, stream.stream.cursorOf(batch.at(-1) as never), batch.length);
      if (Date.now() - told < PROGRESS_MS) continue;
      told = Date.now();
      const { rows: done, bytes } = sink.state();
      const size = (bytes / 1_048_576).toFixed(0);
      process.stderr.write(`exported ${writtenNumber(done)} ${log}, ${size} MiB\n`);
    }
  } catch (error) {
    await sink.suspend();
    const { rows: done } = sink.state();
    const why = error instanceof StreamCut ? error.refusal.message : null;
    if (why === null && done === 0) throw error;
    const cause = why ?? (error instanceof Error ? error.message : String(error));
    const rest = output
      ? `${output} has the first ${done}; go on with --resume`
      : `${done} rows came`;
    throw new CommandFailure(`the export is not whole: ${cause} (${rest})`, { cause: error });
  }
  // What found nothing has its header, too.
  if (sink.state().rows === 0) await sink.write(writeRows[format](stream.stream, [], true), '', 0);
  await sink.end();
}
