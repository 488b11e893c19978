import type { Context } from '@/domain/base/context';
import { isRefusal } from '@/domain/base/refusal';
import type { AnyStream } from '@/domain/commands/define-stream';
import { openStream } from '@/domain/commands/run-stream';
import { CONTENT_TYPES, writeRows } from '@/domain/commands/write-rows';
import { problem } from './problem';

/**
 * Rows as a response, a batch in memory at a time: the next is asked for when the client has taken the
 * last. Where they end early the transfer fails, so that nobody takes a part for the whole.
 * @param acceptEncoding the header (RFC 9110, 12.5.3): in gzip where that is taken, server-sent events never
 */
export async function streamResponse(
  stream: AnyStream,
  context: Context,
  input: unknown,
  acceptEncoding: string | null = null,
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
  const inGzip = format !== 'sse' && takesGzip(acceptEncoding ?? '');
  return new Response(inGzip ? body.pipeThrough(gzip()) : body, {
    headers: {
      ...(inGzip && { 'Content-Encoding': 'gzip' }),
      Vary: 'Accept-Encoding',
      'Content-Type': CONTENT_TYPES[format],
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      ...(format !== 'sse' && {
        'Content-Disposition': `attachment; filename="keyward-${name}.${format}"`,
      }),
    },
  });
}

// Their types in the DOM's library leave out that they take any bytes.
const gzip = () => new CompressionStream('gzip') as ReadableWritablePair<Uint8Array, Uint8Array>;

const takesGzip = (acceptEncoding: string): boolean =>
  acceptEncoding.split(',').some((one) => {
    const [coding = '', ...parameters] = one
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return coding === 'gzip' && !parameters.some((each) => /^q=0(\.0*)?$/.test(each));
  });
