import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { describeLeftOut } from '@/domain/configuration/effect-words';
import { askedPlanSchema, exportedSchema, planSchema } from '@/domain/configuration/plan-view';
import { askControlApi, ControlApiRefusal } from './control-api';
import { describeConfiguration } from './describe-configuration';
import { readConfiguration } from './read-configuration';

interface FileOptions {
  readonly file: string;
  readonly prune?: true;
  readonly json?: true;
}

/** `keyward export`, `plan` and `apply`: the installation as a file, over HTTP. */
export function addConfiguration(program: Command): void {
  program
    .command('export')
    .description('Print everything a configuration file can say of this installation')
    .option('-o, --output <path>', 'write it to a file instead')
    .option('--json', 'print JSON')
    .action(exportFile);
  withFile(program.command('plan'))
    .description('Show what applying a configuration file would change, and for which tokens')
    .action(planFile);
  withFile(program.command('apply'))
    .description('Apply a configuration file: all of it, or nothing')
    .option('--expect <fingerprint>', 'refuse where the plan is no longer the one with this one')
    .option('--reason <text>', 'what each event of the log says')
    .action(applyFile);
}

const withFile = (command: Command): Command =>
  command
    .option('-f, --file <path>', 'the file, or - for standard input', 'keyward.yaml')
    .option('--prune', 'delete what the sections of the file leave out')
    .option('--json', 'print JSON');

async function exportFile(options: { output?: string; json?: true }): Promise<void> {
  const answer = await askControlApi({ method: 'GET', path: '/configuration' }, exportedSchema);
  // Beside the file, which may go into a pipe.
  for (const one of answer.leftOut) process.stderr.write(`${describeLeftOut(one)}\n`);
  if (options.output === undefined) {
    process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : answer.file);
    return;
  }
  try {
    await writeFile(options.output, answer.file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandFailure(`${options.output} can't be written (${code})`, { cause });
  }
  print(options, { written: options.output }, `Written to ${options.output}`);
}

async function planFile(options: FileOptions): Promise<void> {
  const plan = await send('/configuration/plan', options, {}, askedPlanSchema);
  const { refused } = plan;
  const lines = refused?.errors.map((error) => lineOf(options.file, error)) ?? [];
  const note = refused && !refused.toAnybody ? ['This token may not apply it:', ...lines] : lines;
  print(options, plan, [describeConfiguration(plan, false), ...note].join('\n'));
  // Whoever may only read can plan all the same, for somebody else to apply.
  if (refused?.toAnybody) throw new CommandFailure(`${refused.message} (${refused.code})`);
}

async function applyFile(
  options: FileOptions & { readonly expect?: string; readonly reason?: string },
): Promise<void> {
  const { expect, reason } = options;
  const done = await send('/configuration/apply', options, { expect, reason }, planSchema);
  print(options, done, describeConfiguration(done, true));
}

async function send<Schema extends z.ZodType>(
  path: string,
  options: FileOptions,
  more: object,
  schema: Schema,
): Promise<z.output<Schema>> {
  const sent = await readConfiguration(options.file);
  const body = JSON.stringify({ ...sent, prune: options.prune === true, ...more });
  try {
    const request = { method: 'POST', path, body, contentType: 'application/json' } as const;
    return await askControlApi(request, schema);
  } catch (error) {
    if (error instanceof ControlApiRefusal) {
      const { problem } = error;
      const lines = problem.errors.map((each) => lineOf(options.file, each));
      if (options.json || lines.length > 0) print(options, problem, lines.join('\n'));
    }
    throw error;
  }
}

/** As compilers write it, so that editors and runners find the place. */
const lineOf = (file: string, { path, message }: { path: string; message: string }): string =>
  /^\d+:\d+$/.test(path) ? `${file}:${path}: ${message}` : `${path || file}: ${message}`;
