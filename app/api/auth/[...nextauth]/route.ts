import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { problem } from '@/app/control-api/problem';
import { refuseCallbackUrl, refuseLongForm } from '@/app/server/callback-url';
import { signInOptions } from '@/app/server/sign-in-options';
import { isSignInRoute } from '@/app/server/sign-in-routes';
import { newId } from '@/domain/kernel/ids';
import { notFound } from '@/domain/kernel/refusal';

const handler = async (
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
) => {
  const { nextauth } = await context.params;
  if (!isSignInRoute(request.method, nextauth)) {
    return problem(notFound('resource'), newId('request'));
  }
  return (
    refuseLongForm(request) ??
    (await refuseCallbackUrl(request)) ??
    NextAuth(request as never, context as never, signInOptions())
  );
};

export { handler as GET, handler as POST };
