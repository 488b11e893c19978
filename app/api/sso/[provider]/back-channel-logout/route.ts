import type { NextRequest } from 'next/server';
import { database } from '@/app/server/database';
import { problem } from '@/app/server/problem';
import { readBody } from '@/app/server/read-body';
import { signOnDoor } from '@/app/server/single-sign-on';
import { newId } from '@/domain/base/ids';
import { isRefusal, notFound } from '@/domain/base/refusal';
import { backChannelLogout, MAX_LOGOUT_TOKEN_BYTES } from '@/domain/sso/back-channel-logout';
import { findEnabledProvider } from '@/domain/sso/provider-target';

const headers = { 'Cache-Control': 'no-store' };

/** A provider says that sessions have ended there (OpenID Connect Back-Channel Logout 1.0, 2.5 to 2.8). */
export async function POST(
  request: NextRequest,
  { params }: { params: Promise<{ provider: string }> },
): Promise<Response> {
  const provider = await findEnabledProvider(database(), (await params).provider);
  if (!provider) return problem(notFound('ssoProvider'), newId('request'));
  const body = await readBody(request, 2 * MAX_LOGOUT_TOKEN_BYTES);
  if (isRefusal(body)) return problem(body, newId('request'));
  const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
  const token = form.get('logout_token') ?? '';
  const result = await backChannelLogout(signOnDoor(request.headers), provider, token);
  if (result.ok) return new Response(null, { status: 200, headers });
  const { retryAfterSeconds, wrong } = result;
  const told = {
    error: 'invalid_request',
    error_description: `The logout token won’t do: ${wrong}.`,
  };
  return retryAfterSeconds === undefined
    ? Response.json(told, { status: 400, headers })
    : Response.json(told, {
        status: 429,
        headers: { ...headers, 'Retry-After': String(retryAfterSeconds) },
      });
}
