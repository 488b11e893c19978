import { headers } from 'next/headers';
import type { Refusal } from '@/domain/base/refusal';
import { requestOrigin } from './request-origin';

/** A refusal as people are shown it, with the id by which the log has it. */
export type ToldRefusal = Refusal & { readonly requestId: string };

/** The id of the request under way: the answer's header, the log and the audit log name it alike. */
export const currentRequestId = async (): Promise<string> => requestOrigin(await headers()).id;

/** Gives a refusal its id on the way out, and writes it to the log. */
export async function told(refusal: Refusal, operation?: string): Promise<ToldRefusal> {
  if (isTold(refusal)) return refusal;
  const requestId = await currentRequestId();
  const what = operation ? ` ${operation}` : '';
  process.stderr.write(`${requestId}${what} refused: ${refusal.code}\n`);
  return { ...refusal, requestId };
}

const isTold = (refusal: Refusal): refusal is ToldRefusal => 'requestId' in refusal;
