import { type Refusal, refuse } from '@/domain/base/refusal';
import { isCutOff } from './cut-off';

/**
 * Reads a body of at most `maxBytes`, whatever its Content-Length says. Where it ends early, whoever sent
 * it has left: that is a refusal that nobody reads, and no fault.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Uint8Array | Refusal> {
  const tooLarge = refuse(
    'too_large',
    'body_too_large',
    `The body is larger than ${Math.floor(maxBytes / 1_048_576)} MiB.`,
  );
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLarge;
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.byteLength;
      if (size > maxBytes) {
        await reader.cancel();
        return tooLarge;
      }
      chunks.push(value);
    }
  } catch (error) {
    if (!isCutOff(error)) throw error;
    return refuse('invalid', 'body_cut_off', 'The body ended before it was whole. Send it again.');
  }
  return Buffer.concat(chunks, size);
}
