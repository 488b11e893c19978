const ROUTES = new Set(['GET csrf', 'GET providers', 'GET session', 'POST callback/credentials']);

/**
 * The routes of next-auth that signing in needs. Its own pages are no part of the dashboard and keep
 * no CSP, and its sign-out forgets the cookie but leaves the session alive on the server.
 */
export const isSignInRoute = (method: string, path: readonly string[]): boolean =>
  ROUTES.has(`${method} ${path.join('/')}`);
