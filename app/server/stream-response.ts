import type { Context } from '@/domain/base/context';
import { isRefusal } from '@/domain/base/refusal';
import type { AnyStream } from '@/domain/commands/define-stream';
import { openStream } from '@/domain/commands/run-stream';
import { CONTENT_TYPES, writeRows } from '@/domain/commands/write-rows';
import { problem } from './problem';

/**
 * Rows as a response, a batch in memory at a time: the next is asked for when the client has taken the
 * last. Where they end early the transfer fails, so that nobody takes a part for the whole.
 * It is never compressed here: Next leaves out a Content-Encoding that a route says.
 */
export async function streamResponse(
  stream: AnyStream,
  context: Context,
  input: unknown,
): Promise<Response> {
  const requestId = context.request.id;
  const opened = await openStream(stream, context, input);
  if (isRefusal(opened)) return problem(opened, requestId);
  const { format, batches } = opened;
  const encoder = new TextEncoder();
  let isFirst = true;
  let hasLeft = false;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await batches.next();
          if (hasLeft) return;
          if (!done || isFirst) {
            controller.enqueue(
              encoder.encode(writeRows[format](stream.stream, value ?? [], isFirst)),
            );
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
      'Content-Type': CONTENT_TYPES[format],
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      ...(format !== 'sse' && {
        'Content-Disposition': `attachment; filename="keyward-${name}.${format}"`,
      }),
    },
  });
}
