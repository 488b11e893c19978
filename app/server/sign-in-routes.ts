const ROUTES = new Set([
  'GET csrf',
  'GET providers',
  'GET session',
  'POST callback/credentials',
  'POST callback/passkey',
]);
/** To a provider, and back from it. */
const SSO_ROUTE = /^(POST signin|GET callback)\/(?!(?:credentials|passkey)$)([a-z0-9-]{1,64})$/;

/**
 * The routes of next-auth that signing in needs. Its own pages are no part of the dashboard and keep
 * no CSP, and its sign-out forgets the cookie but leaves the session alive on the server.
 */
export const isSignInRoute = (method: string, path: readonly string[]): boolean =>
  ROUTES.has(`${method} ${path.join('/')}`) || ssoSlugOf(method, path) !== null;

/** The slug of the provider that a route is about; null where it is about none. */
export const ssoSlugOf = (method: string, path: readonly string[]): string | null =>
  SSO_ROUTE.exec(`${method} ${path.join('/')}`)?.[2] ?? null;
