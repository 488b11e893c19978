import type { ServerResponse } from 'node:http';
import { newId } from '@/domain/kernel/ids';

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
export function refuseUrl(response: ServerResponse): void {
  const body = {
    type: 'about:blank',
    title: 'Bad Request',
    status: 400,
    detail: 'The percent-encoding of the path can’t be decoded.',
    code: 'malformed_url',
    requestId: newId('request'),
    errors: [],
  };
  response
    .writeHead(400, {
      'Content-Type': 'application/problem+json',
      'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    })
    .end(JSON.stringify(body));
}
