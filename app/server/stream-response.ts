import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from '@/domain/base/context';
import { isRefusal } from '@/domain/base/refusal';
import type { AnyStream } from '@/domain/commands/define-stream';
import { openStream } from '@/domain/commands/run-stream';
import { CONTENT_TYPES, writeRows } from '@/domain/commands/write-rows';
import { problem } from './problem';

const inGzip = promisify(gzip);

/**
 * Rows as a response, a batch in memory at a time: the next is asked for when the client has taken the
 * last. Where they end early the transfer fails, so that nobody takes a part for the whole.
 * What is asked for packed is a file of gzip members, one a batch (RFC 1952, 2.2), and no encoding of the
 * transfer: Next leaves out a Content-Encoding that a route says.
 */
export async function streamResponse(
  stream: AnyStream,
  context: Context,
  input: unknown,
): Promise<Response> {
  const requestId = context.request.id;
  const opened = await openStream(stream, context, input);
  if (isRefusal(opened)) return problem(opened, requestId);
  const { format, isPacked, batches } = opened;
  let isFirst = true;
  let hasLeft = false;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await batches.next();
          if (hasLeft) return;
          if (!done || isFirst) {
            const text = writeRows[format](stream.stream, value ?? [], isFirst);
            const bytes = isPacked ? await inGzip(text) : Buffer.from(text);
            if (!hasLeft) controller.enqueue(bytes);
          }
          isFirst = false;
          if (done) controller.close();
        } catch (error) {
          if (hasLeft) return;
          process.stderr.write(`${requestId} ${stream.operation} ended early: ${String(error)}\n`);
          controller.error(error);
        }
      },
      async cancel() {
        hasLeft = true;
        await batches.return();
      },
    },
    { highWaterMark: 0 },
  );
  const name = stream.operation.replace('.', '-');
  return new Response(body, {
    headers: {
      'Content-Type': isPacked ? 'application/gzip' : CONTENT_TYPES[format],
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      ...(format !== 'sse' && {
        'Content-Disposition': `attachment; filename="keyward-${name}.${format}${isPacked ? '.gz' : ''}"`,
      }),
    },
  });
}
