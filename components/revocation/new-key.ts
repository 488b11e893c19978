/** A new Idempotency-Key. crypto.randomUUID is missing on plain HTTP; random values are not. */
export const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
