import { DrizzleQueryError } from 'drizzle-orm';

/**
 * The same fault without the parameters of its query: faults end up in logs, and parameters hold
 * hashes of secrets and passwords, and what somebody typed.
 */
export function withoutParameters(error: unknown): unknown {
  if (!(error instanceof DrizzleQueryError)) return error;
  return new Error(`Failed query: ${error.query}`, { cause: error.cause });
}
