import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { parse } from 'secure-json-parse';

/** Why there is no body: it is larger than allowed, or its sender stopped, or was stopped, on the way. */
export type NoBody = 'too_large' | 'cut_off';

/**
 * Reads the body of a request, at most `maxBytes` of it; how long that may take is the server's to
 * bound. `done` is called once. Where a body is too large, what is left of it is not looked at.
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  done: (body: Buffer | NoBody) => void,
): void {
  let first: Buffer | null = null;
  let rest: Buffer[] | null = null;
  let length = 0;

  function onData(chunk: Buffer): void {
    length += chunk.length;
    if (length > maxBytes) {
      finish('too_large');
    } else if (first === null) {
      first = chunk;
    } else {
      rest ??= [first];
      rest.push(chunk);
    }
  }
  const onEnd = () => finish(rest ? Buffer.concat(rest, length) : (first ?? Buffer.alloc(0)));
  const onError = () => finish('cut_off');

  function finish(body: Buffer | NoBody): void {
    request.off('data', onData).off('end', onEnd).off('error', onError);
    done(body);
  }
  request.on('data', onData).on('end', onEnd).on('error', onError);
}

/**
 * The value of a JSON text in UTF-8 (RFC 8259), read in one go: of a name that comes twice, the last
 * value counts. A byte order mark before it is passed over.
 * @throws SyntaxError where it is no such text, or names what would reach into prototypes
 */
export function parseJson(bytes: Buffer): unknown {
  // Not replaced, or what is decided about would be another text than was sent.
  if (!isUtf8(bytes)) throw new SyntaxError('not UTF-8');
  return parse(bytes.toString('utf8'));
}
