import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { paths } from '@/components/paths';
import { newId } from '@/domain/base/ids';
import { notFound } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import { IssuerUnavailable } from '@/domain/issuers/known-issuers';
import { findProvider, type ProviderRow } from '@/domain/sso/provider-target';
import { denySignOn } from '@/domain/sso/single-sign-on';
import { database } from './database';
import { endTry, type OpenTry, openTry } from './open-try';
import { problem } from './problem';
import { signInOptions } from './sign-in-options';
import { denyBeforehand, type SsoProvider, signOnDoor, ssoProvider } from './single-sign-on';

/** The way to a provider (POST, answered with where to go) and back from it (GET). */
export async function singleSignOnRoute(
  request: NextRequest,
  context: object,
  slug: string,
): Promise<Response> {
  const row = await findProvider(database(), slug);
  const testing = row ? await openTry(request, row) : null;
  // Whoever may not sign in with it yet may test it: a test opens no session.
  if (!row || (!row.enabled && testing === null)) {
    return problem(notFound('ssoProvider'), newId('request'));
  }
  if (testing === 'elsewhere') {
    const note = 'a test of another session, or one that is over';
    await denySignOn(signOnDoor(request.headers), row, 'state_mismatch', { note });
    return leadTo(request, paths.signIn({ error: 'state_mismatch' }));
  }
  const sso = await reachable(row, request, testing);
  if (typeof sso === 'string') return leadTo(request, sso);
  const answer: Response = await NextAuth(request as never, context as never, signInOptions(sso));
  // next-auth found no state of this browser, or an error in place of a code.
  if (request.method !== 'GET' || !/\/error\?/.test(answer.headers.get('location') ?? '')) {
    return answer;
  }
  const { searchParams } = request.nextUrl;
  answer.headers.set('location', await denyBeforehand(row, request.headers, searchParams, testing));
  return answer;
}

/** The provider, or the page that says why it can't be reached. */
async function reachable(
  row: ProviderRow,
  { headers }: NextRequest,
  testing: OpenTry | null,
): Promise<SsoProvider | string> {
  try {
    return await ssoProvider(row, headers, testing);
  } catch (error) {
    if (!(error instanceof IssuerUnavailable)) throw error;
    const door = signOnDoor(headers);
    const [failure, note] = ['provider_unavailable', error.message] as const;
    if (testing) return endTry(door, row, testing, { failure, note });
    await denySignOn(door, row, failure, { note });
    return paths.signIn({ error: failure });
  }
}

/** A script that asked reads where to go; a browser that came back is led there. */
function leadTo(request: NextRequest, path: string): Response {
  const url = new URL(path, environment().keywardUrl).href;
  return request.method === 'POST'
    ? Response.json({ url })
    : new Response(null, { status: 302, headers: { location: url } });
}
