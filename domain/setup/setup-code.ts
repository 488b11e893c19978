import { createHash, hkdfSync } from 'node:crypto';

/** How long a setup link lives. */

/** The one-time code of a setup link: 32 bytes in base64url. */
export const setupCodeFromBytes = (bytes: Buffer): string =>
  Buffer.from(hkdfSync('sha256', bytes, '', 'keyward setup code', 32)).toString('base64url');

export const hashSetupCode = (code: string): string =>
  createHash('sha256').update(code).digest('hex');

/** The code travels in the fragment, which browsers never send: no log or referrer sees it. */
export const setupUrl = (baseUrl: string, code: string): string =>
  new URL(`/setup#${code}`, baseUrl).toString();
