import { type NextRequest, NextResponse } from 'next/server';
import { REQUEST_PATH_HEADER } from '@/app/server/own-headers';
import { contentSecurityPolicy } from '@/components/security-policy';

/**
 * Gives every page a fresh CSP nonce (Next puts it on its own scripts) and, over https, HSTS: where
 * KEYWARD_URL and a trusted proxy say so. `app/main.ts` has made that one word of the header.
 */
export function proxy(request: NextRequest) {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const secure = request.headers.get('x-forwarded-proto') === 'https';
  const policy = contentSecurityPolicy({
    nonce,
    secure,
    development: process.env.NODE_ENV === 'development',
  });

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);
  headers.set(REQUEST_PATH_HEADER, `${request.nextUrl.pathname}${request.nextUrl.search}`);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  if (secure) {
    response.headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
  }
  return response;
}

// The API and static files stay outside: no HTML, and uploads are not cloned into memory.
export const config = {
  matcher: [{ source: '/((?!api/|scim/|_next/static|_next/image|icon.svg|favicon.ico).*)' }],
};
