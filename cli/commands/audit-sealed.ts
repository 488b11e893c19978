import { z } from 'zod';
import { exportedDecisionSchema, sealedBatchSchema } from '@/domain/seals/sealed-lines';
import type { SeenBatch } from '@/domain/seals/verify-chains';
import { type SealedReport, sealedLinesChecker } from '@/domain/seals/verify-sealed-lines';
import { exportLines } from './export-lines';
import { parseLine } from './parse-line';

const lineSchema = z.discriminatedUnion('kind', [sealedBatchSchema, exportedDecisionSchema]);

/** Whether a file is an export of sealed batches, by its first line. */
export async function isSealedExport(file: string): Promise<boolean> {
  for await (const { text } of exportLines(file)) {
    return /^\{"kind":"(?:batch|decision)"/.test(text);
  }
  return false;
}

const WORDS = {
  otherwise: 'no line of sealed decisions',
  instead: ['export it again', 'export them again'],
} as const;

/** Checks an export of sealed batches without any database. */
export async function verifySealedExport(
  file: string,
  observe: (batch: SeenBatch) => void,
  trustedKeys: readonly string[] | undefined,
): Promise<SealedReport> {
  const checker = sealedLinesChecker(observe, trustedKeys);
  for await (const { number, text } of exportLines(file)) {
    checker.check(parseLine(`${file}:${number}`, text, lineSchema, WORDS));
  }
  return checker.end();
}
