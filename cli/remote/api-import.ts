import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { IMPORT_CHOICES, type ImportChoices } from '@/domain/apis/import-input';
import { importPlanSchema } from '@/domain/apis/import-plan-view';
import { askControlApi, ControlApiRefusal } from './control-api';
import { describePlan } from './describe-plan';

interface ImportOptions extends ImportChoices {
  readonly dryRun?: true;
  readonly json?: true;
}

/** `keyward api import`. */
export function addApiImport(api: Command): void {
  api
    .command('import')
    .description('Import the operations of an OpenAPI document (JSON, YAML, or the gzip of one)')
    .argument('<api>', 'slug or id of the API')
    .argument('<file>', 'the document, or - for standard input')
    .option('--dry-run', 'show what would change, and change nothing')
    .option(
      '--keep <choice>',
      'which of equivalent paths to keep, as METHOD PATH=name or its name alone; may be repeated',
      collect,
      [],
    )
    .option(
      '--multi-segment <parameter>',
      'a parameter of several segments, by its name or as /path/{name...}; may be repeated',
      collect,
      [],
    )
    .option(
      '--public <operation>',
      'make an operation public that the document says needs no token; may be repeated',
      collect,
      [],
    )
    .option('--json', 'print JSON')
    .action(importDocument);
}

const collect = (choice: string, before: readonly string[]) => [...before, choice];

async function importDocument(api: string, file: string, options: ImportOptions): Promise<void> {
  const query = new URLSearchParams(
    IMPORT_CHOICES.flatMap((name) => options[name].map((choice) => [name, choice])),
  );
  if (options.dryRun) query.set('dryRun', 'true');
  try {
    const plan = await askControlApi(
      {
        method: 'PUT',
        path: `/apis/${encodeURIComponent(api)}/openapi`,
        query,
        contentType: 'application/gzip',
        body: pack(await readInput(file)),
      },
      importPlanSchema,
    );
    print(options, plan, describePlan(plan, options.dryRun === true));
  } catch (error) {
    if (error instanceof ControlApiRefusal) printProblems(error, options);
    throw error;
  }
}

/** The whole list goes to stdout: stderr has one line. */
function printProblems({ problem }: ControlApiRefusal, options: ImportOptions): void {
  const lines = problem.errors.map(({ path, message }) => `${path || '/'}: ${message}`);
  if (options.json || lines.length > 0) print(options, problem, lines.join('\n'));
}

async function readInput(file: string): Promise<Uint8Array> {
  if (file === '-') return buffer(process.stdin);
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new CommandFailure(`${file} can't be read (${code}): name a file, or - for stdin`, {
      cause,
    });
  }
}

/** What is a gzip already goes as it is; the server takes either. */
const pack = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0x1f && bytes[1] === 0x8b ? bytes : gzipSync(bytes);
