'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { act } from '@/app/server/run';
import { currentActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { isRefusal } from '@/domain/base/refusal';
import { endSession } from '@/domain/sessions/end-session';

// next-auth's cookies, with the prefixes they bear over https and the numbers of a split one.
const AUTH_COOKIE = /^(__Secure-|__Host-)?next-auth\./;

/** Ends the session on the server, forgets its cookies, and leads to the sign-in page. */
export async function signOutAction(): Promise<void> {
  const actor = await currentActor();
  if (!isRefusal(actor)) {
    const ended = await act(endSession, { session: actor.via.id });
    if (!ended.ok && ended.code !== 'session_ended') {
      throw new Error(`the session could not be ended: ${ended.message}`);
    }
  }
  const jar = await cookies();
  for (const { name } of jar.getAll()) {
    if (!AUTH_COOKIE.test(name)) continue;
    jar.delete({ name, path: '/', secure: name.startsWith('__') });
  }
  redirect(paths.signIn({ reason: 'signed_out' }));
}
