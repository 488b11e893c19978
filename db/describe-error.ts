import { DrizzleQueryError } from 'drizzle-orm';

/** An error and its causes in one line, without the query and its parameters: they hold hashes. */
export function describeError(error: unknown): string {
  const messages: string[] = [];
  for (let at: unknown = error; at !== undefined && at !== null; at = causeOf(at)) {
    const message = at instanceof DrizzleQueryError ? '' : ownMessage(at);
    if (message !== '' && message !== messages.at(-1)) messages.push(message);
  }
  return messages.join(': ') || 'unknown error';
}

const causeOf = (error: unknown) => (error instanceof Error ? error.cause : undefined);

function ownMessage(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  // A host with several addresses fails once for each, and the whole says nothing itself.
  if (error instanceof AggregateError && error.message === '') {
    return [...new Set(error.errors.map(describeError))].join(', ');
  }
  const { code } = error as NodeJS.ErrnoException;
  return oneLine(error.message || code || error.name);
}

const oneLine = (text: string) => text.replace(/\s*[\r\n]+\s*/g, ' ').trim();
