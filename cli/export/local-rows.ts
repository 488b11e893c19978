import { CommandFailure } from '@/cli/failure';
import type { Database } from '@/db/client';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { AnyStream } from '@/domain/commands/define-stream';
import { openStream } from '@/domain/commands/run-stream';

/** Rows from the database at hand, a batch at a time; that they are taken is an event of the log. */
export async function* localRows(
  { db, serverSecret }: { db: Database; serverSecret: string },
  stream: AnyStream,
  input: object,
): AsyncGenerator<readonly object[], void> {
  const context = {
    db,
    serverSecret,
    actor: systemActor('audit-export', [stream.operation]),
    request: { id: newId('request'), ip: null, userAgent: null },
  };
  const opened = await openStream(stream, context, input);
  if (isRefusal(opened)) throw new CommandFailure(inWords(opened));
  yield* opened.batches;
}

/** A query says itself where it is wrong; of a time one must be told which. */
function inWords({ message, errors = [] }: Refusal): string {
  const option = errors.map(({ path }) => path).find((path) => path === 'from' || path === 'to');
  return option ? `--${option}: ${message}` : message;
}
