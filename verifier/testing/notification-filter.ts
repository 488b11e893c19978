const NOTIFICATION = 'A'.charCodeAt(0);
const HEADER_BYTES = 5;

/**
 * Takes NotificationResponse messages out of what a server sends (PostgreSQL documentation,
 * "Message Formats": a type byte, then a length that counts itself and what follows).
 */
export class NotificationFilter {
  #rest: Buffer = Buffer.alloc(0);

  /** What of the whole messages so far is to be passed on. */
  pass(chunk: Buffer, isMuted: boolean): Buffer {
    const bytes = Buffer.concat([this.#rest, chunk]);
    const kept: Buffer[] = [];
    let at = 0;
    while (at + HEADER_BYTES <= bytes.length) {
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) break;
      if (!isMuted || bytes[at] !== NOTIFICATION) kept.push(bytes.subarray(at, end));
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return Buffer.concat(kept);
  }
}
