import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { paths } from '@/components/paths';
import { newId } from '@/domain/base/ids';
import { notFound } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import { IssuerUnavailable } from '@/domain/issuers/known-issuers';
import { findEnabledProvider, type ProviderRow } from '@/domain/sso/provider-target';
import { denySignOn } from '@/domain/sso/single-sign-on';
import { database } from './database';
import { problem } from './problem';
import { signInOptions } from './sign-in-options';
import { denyBeforehand, type SsoProvider, signOnDoor, ssoProvider } from './single-sign-on';

/** The way to a provider (POST, answered with where to go) and back from it (GET). */
export async function singleSignOnRoute(
  request: NextRequest,
  context: object,
  slug: string,
): Promise<Response> {
  const row = await findEnabledProvider(database(), slug);
  if (!row) return problem(notFound('ssoProvider'), newId('request'));
  const sso = await reachable(row, request);
  if (sso === null) return leadTo(request, paths.signIn({ error: 'provider_unavailable' }));
  const answer: Response = await NextAuth(request as never, context as never, signInOptions(sso));
  // next-auth found no state of this browser, or an error in place of a code.
  if (request.method !== 'GET' || !/\/error\?/.test(answer.headers.get('location') ?? '')) {
    return answer;
  }
  const place = await denyBeforehand(row, request.headers, request.nextUrl.searchParams);
  answer.headers.set('location', place);
  return answer;
}

async function reachable(row: ProviderRow, { headers }: NextRequest): Promise<SsoProvider | null> {
  try {
    return await ssoProvider(row, headers);
  } catch (error) {
    if (!(error instanceof IssuerUnavailable)) throw error;
    await denySignOn(signOnDoor(headers), row, 'provider_unavailable', { note: error.message });
    return null;
  }
}

/** A script that asked reads where to go; a browser that came back is led there. */
function leadTo(request: NextRequest, path: string): Response {
  const url = new URL(path, environment().keywardUrl).href;
  return request.method === 'POST'
    ? Response.json({ url })
    : new Response(null, { status: 302, headers: { location: url } });
}
