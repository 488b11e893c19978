import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { getServerSession } from 'next-auth';
import { cache } from 'react';
import { paths } from '@/components/paths';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import type { SessionActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import type { FactorDoor } from '@/domain/factors/own-session';
import { touchSession } from '@/domain/sessions/touch-session';
import { argumentsRead } from './action-state';
import { database, serverSecret } from './database';
import { REQUEST_PATH_HEADER } from './own-headers';
import { requestOrigin } from './request-origin';
import { signInOptions } from './sign-in-options';

/** The session that this request's cookie names, alive or not; null where it names none. */
const namedSession = cache(async (): Promise<string | null> => {
  const session = await getServerSession(signInOptions());
  const sessionId = session && 'sessionId' in session ? session.sessionId : null;
  return typeof sessionId === 'string' ? sessionId : null;
});

/** Where a browser stands that may still owe a factor: it opens nothing but what `domain/factors` does. */
export async function factorDoor(): Promise<FactorDoor | Refusal> {
  argumentsRead();
  const sessionId = await namedSession();
  if (sessionId === null) return refuse('unauthenticated', 'signed_out', 'Sign in to go on.');
  const request = requestOrigin(await headers());
  return { db: database(), request, serverSecret: serverSecret(), sessionId };
}

/** The person behind this request, asked of the database once a request; a refusal if signed out. */
export const currentActor = cache(async (): Promise<SessionActor | Refusal> => {
  argumentsRead();
  const sessionId = await namedSession();
  if (sessionId === null) {
    return refuse('unauthenticated', 'signed_out', 'Sign in to go on.');
  }
  const { ip } = requestOrigin(await headers());
  const actor = await resolveSessionActor(database(), sessionId, ip);
  if (!isRefusal(actor)) await touchSession(database(), sessionId);
  return actor;
});

/** What commands and queries need, for the signed-in person; a refusal if signed out. */
export async function sessionContext(): Promise<Context | Refusal> {
  const actor = await currentActor();
  if (isRefusal(actor)) return actor;
  return {
    db: database(),
    actor,
    request: requestOrigin(await headers()),
    serverSecret: serverSecret(),
    webhookPrivateHosts: environment().webhookPrivateHosts,
  };
}

/** Whether they are known, and only a factor is missing. */
export const owesFactor = ({ code }: Refusal): boolean =>
  code === 'factor_owed' || code === 'enrolment_owed';

/** Off to the sign-in page, which leads back to the page that was asked for. */
export async function leadToSignIn(refusal: Refusal): Promise<never> {
  const path = (await headers()).get(REQUEST_PATH_HEADER);
  const query = {
    ...(path && path !== paths.overview() && { callbackUrl: path }),
    ...(refusal.code === 'session_ended' && { reason: refusal.code }),
  };
  if (owesFactor(refusal)) return redirect(paths.secondFactor(query));
  return redirect(paths.signIn(query));
}

/** For pages: the signed-in person, or off to the sign-in page. */
export async function requireActor(): Promise<SessionActor> {
  const actor = await currentActor();
  if (isRefusal(actor)) return leadToSignIn(actor);
  return actor;
}
