export type SecurityPolicyOptions = {
  /** Fresh random value of this request, base64. */
  nonce: string;
  /** `next dev` needs eval and a websocket. */
  development: boolean;
  /** The browser reached us over https. */
  secure: boolean;
};

/** The Content-Security-Policy of every page (CSP Level 3): nonces only, never `unsafe-inline`. */
export function contentSecurityPolicy({ nonce, development, secure }: SecurityPolicyOptions) {
  const directives = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "frame-src 'none'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
  ];
  if (secure) directives.push('upgrade-insecure-requests');
  return directives.join('; ');
}
