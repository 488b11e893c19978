import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { problem } from '@/app/control-api/problem';
import { signInOptions } from '@/app/server/sign-in-options';
import { isSignInRoute } from '@/app/server/sign-in-routes';
import { newId } from '@/domain/kernel/ids';
import { notFound } from '@/domain/kernel/refusal';

const handler = async (
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
) => {
  const { nextauth } = await context.params;
  return isSignInRoute(request.method, nextauth)
    ? NextAuth(request as never, context as never, signInOptions())
    : problem(notFound('resource'), newId('request'));
};

export { handler as GET, handler as POST };
