import { cookies } from 'next/headers';
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { SESSION_HOURS } from '@/domain/credentials/credential-facts';
import { environment } from '@/domain/environment/env';
import { relyingPartyOf } from '@/domain/factors/relying-party';
import { signInByPasskey } from '@/domain/factors/sign-in-by-passkey';
import { DEVICE_SECONDS } from '@/domain/sessions/device';
import { signIn } from '@/domain/sessions/sign-in';
import { database, serverSecret } from './database';
import { requestOrigin } from './request-origin';
import type { SsoProvider } from './single-sign-on';

const SESSION_SECONDS = SESSION_HOURS * 3_600;
/** Signed, and no secret that signs in: it spares a known browser the counters of strangers. */
const DEVICE_COOKIE = 'keyward-device';

/**
 * How next-auth signs people in. The cookie carries the id of a row in `sessions`; whether that
 * session still lives is asked of the database at every request.
 */
export const signInOptions = (sso?: SsoProvider): NextAuthOptions => ({
  secret: serverSecret(),
  session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
  pages: { signIn: '/sign-in', error: '/sign-in' },
  providers: [
    ...(sso ? [sso.provider] : []),
    Credentials({
      name: 'Password',
      credentials: { email: {}, password: {} },
      async authorize(credentials, request) {
        const headers = new Headers(request.headers as Record<string, string>);
        const jar = await cookies();
        const deviceCookie = jar.get(DEVICE_COOKIE)?.value;
        const origin = requestOrigin(headers);
        const result = await signIn(
          { db: database(), request: origin, serverSecret: serverSecret(), deviceCookie },
          { email: credentials?.email, password: credentials?.password },
        );
        // The code, and how long to wait, are all that reaches the browser: the page has words.
        if (!result.ok) {
          const { code, retryAfterSeconds } = result;
          throw new Error(retryAfterSeconds ? `${code}:${retryAfterSeconds}` : code);
        }
        jar.set(DEVICE_COOKIE, result.deviceCookie, {
          httpOnly: true,
          sameSite: 'lax',
          secure: environment().keywardUrl.startsWith('https:'),
          maxAge: DEVICE_SECONDS,
          path: '/',
        });
        return { id: result.identity.id, name: result.identity.name, sessionId: result.sessionId };
      },
    }),
    Credentials({
      ...{ id: 'passkey', name: 'Passkey', credentials: { answer: {} } },
      async authorize(credentials, request) {
        const headers = new Headers(request.headers as Record<string, string>);
        const party = relyingPartyOf(environment().keywardUrl);
        if (party === null) throw new Error('passkey_refused');
        const result = await signInByPasskey(
          { db: database(), request: requestOrigin(headers), serverSecret: serverSecret() },
          party,
          parsedAnswer(credentials?.answer),
        );
        if (!result.ok) {
          const { code, retryAfterSeconds } = result;
          throw new Error(retryAfterSeconds ? `${code}:${retryAfterSeconds}` : code);
        }
        return { id: result.identity.id, name: result.identity.name, sessionId: result.sessionId };
      },
    }),
  ],
  callbacks: {
    // An answer that is an address ends it there, without a cookie.
    signIn: async ({ user, account }) =>
      account?.type === 'oauth' && sso ? sso.settle(user) : true,
    jwt({ token, user }) {
      if (user && 'sessionId' in user) token.sessionId = user.sessionId;
      return token;
    },
    session({ session, token }) {
      return { expires: session.expires, sessionId: token.sessionId };
    },
  },
});

function parsedAnswer(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
