import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { refuseCallbackUrl, refuseLongForm } from '@/app/server/callback-url';
import { problem } from '@/app/server/problem';
import { signInOptions } from '@/app/server/sign-in-options';
import { isSignInRoute } from '@/app/server/sign-in-routes';
import { newId } from '@/domain/base/ids';
import { notFound } from '@/domain/base/refusal';

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
