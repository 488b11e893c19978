import { Secret, TOTP } from 'otpauth';

const PERIOD_SECONDS = 30;
/** A clock may be a step off, before or after. */
const WINDOW = 1;

const totp = (secret: string, label = '') =>
  new TOTP({
    ...{ issuer: 'Keyward', label, algorithm: 'SHA1', digits: 6, period: PERIOD_SECONDS },
    secret: Secret.fromBase32(secret),
  });

/** 20 bytes in base32, as RFC 4226 section 4 recommends. */
export const totpSecretFromBytes = (bytes: Buffer): string =>
  new Secret({ buffer: Uint8Array.from(bytes.subarray(0, 20)).buffer }).base32;

/** What an authenticator app reads from a QR code (Key URI format). */
export const totpAddress = (secret: string, email: string): string =>
  totp(secret, email).toString();

/** The code of a moment. */
export const totpCode = (secret: string, atMs: number): string =>
  totp(secret).generate({ timestamp: atMs });

/**
 * The time step of a code (RFC 6238), null where it is none of now, of the step before, of the one
 * after; or where it, or a later one, was taken already (section 5.2).
 */
export function stepOfCode(
  secret: string,
  code: string,
  nowMs: number,
  lastStep: number | null,
): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: nowMs, window: WINDOW });
  if (delta === null) return null;
  const step = Math.floor(nowMs / 1_000 / PERIOD_SECONDS) + delta;
  return lastStep !== null && step <= lastStep ? null : step;
}
