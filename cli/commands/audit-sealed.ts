import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import {
  exportedDecisionSchema,
  type SealedLine,
  sealedBatchSchema,
} from '@/domain/seals/sealed-lines';
import type { SeenBatch } from '@/domain/seals/verify-chains';
import { type SealedReport, sealedLinesChecker } from '@/domain/seals/verify-sealed-lines';
import { exportLines } from './export-lines';
import { foreignField } from './foreign-field';

const lineSchema = z.discriminatedUnion('kind', [sealedBatchSchema, exportedDecisionSchema]);

/** Whether a file is an export of sealed batches, by its first line. */
export async function isSealedExport(file: string): Promise<boolean> {
  for await (const { text } of exportLines(file)) {
    return /^\{"kind":"(?:batch|decision)"/.test(text);
  }
  return false;
}

function parseLine(file: string, number: number, text: string): SealedLine {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw new CommandFailure(`${file}:${number} is not JSON: export it again`, { cause });
  }
  const line = lineSchema.safeParse(content);
  const path = line.success
    ? foreignField(content, line.data)
    : (line.error.issues[0]?.path.join('.') ?? '');
  if (line.success && path === null) return line.data;
  throw new CommandFailure(
    `${file}:${number} is no line of sealed decisions (see ${path}): export them again`,
  );
}

/** Checks an export of sealed batches without any database. */
export async function verifySealedExport(
  file: string,
  observe: (batch: SeenBatch) => void,
  trustedKeys: readonly string[] | undefined,
): Promise<SealedReport> {
  const checker = sealedLinesChecker(observe, trustedKeys);
  for await (const { number, text } of exportLines(file)) {
    checker.check(parseLine(file, number, text));
  }
  return checker.end();
}
