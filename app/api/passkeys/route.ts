import type { NextRequest } from 'next/server';
import { database } from '@/app/server/database';
import { problem } from '@/app/server/problem';
import { requestOrigin } from '@/app/server/request-origin';
import { isSameOrigin } from '@/app/server/same-origin';
import { notFound, refuse } from '@/domain/base/refusal';
import { countAttempt, limitOf } from '@/domain/credentials/count-attempts';
import { networkOf } from '@/domain/decision/network';
import { environment } from '@/domain/environment/env';
import { authenticationOptions } from '@/domain/factors/passkeys';
import { relyingPartyOf } from '@/domain/factors/relying-party';

const PER_NETWORK = { name: 'passkey-challenge', points: 120, windowSeconds: 15 * 60 };

/** What the sign-in page asks an authenticator for; a network gets 120 challenges in 15 minutes. */
export async function POST(request: NextRequest): Promise<Response> {
  const { id, ip } = requestOrigin(request.headers);
  if (!isSameOrigin(request.headers)) {
    return problem(refuse('forbidden', 'cross_site', 'Send this from Keyward’s own pages.'), id);
  }
  const party = relyingPartyOf(environment().keywardUrl);
  if (party === null) return problem(notFound('resource'), id);
  const wait = await countAttempt([limitOf(database(), PER_NETWORK, networkOf(ip))]);
  if (wait > 0) {
    const refusal = refuse('throttled', 'too_many_attempts', 'Too many attempts. Wait.');
    return problem({ ...refusal, retryAfterSeconds: wait }, id);
  }
  const options = await authenticationOptions({ db: database(), sessionId: null }, party);
  if (!options.ok) return problem(options, id);
  return Response.json(options.value, { headers: { 'Cache-Control': 'no-store' } });
}
