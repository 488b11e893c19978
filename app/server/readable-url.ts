import type { ServerResponse } from 'node:http';
import { newId } from '@/domain/base/ids';
import { malformed } from './problem';

/** Whether the path's percent-encoding can be decoded: Next answers what can't with a fault. */
export function isReadableUrl(url: string | undefined): boolean {
  try {
    decodeURIComponent((url ?? '').split('?', 1)[0] ?? '');
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

/** Answers 400 as `application/problem+json` (RFC 9457), before any page or handler. */
export async function refuseUrl(response: ServerResponse): Promise<void> {
  const detail = 'The percent-encoding of the path can’t be decoded.';
  const answer = malformed('malformed_url', detail, newId('request'));
  response
    .writeHead(answer.status, {
      ...Object.fromEntries(answer.headers),
      // What next.config.js sends with every other answer to a program.
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
    })
    .end(await answer.text());
}
