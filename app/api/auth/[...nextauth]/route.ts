import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { refuseCallbackUrl, refuseLongForm } from '@/app/server/callback-url';
import { problem } from '@/app/server/problem';
import { signInOptions } from '@/app/server/sign-in-options';
import { isSignInRoute, ssoSlugOf } from '@/app/server/sign-in-routes';
import { singleSignOnRoute } from '@/app/server/single-sign-on-route';
import { newId } from '@/domain/base/ids';
import { notFound } from '@/domain/base/refusal';

type RouteContext = { params: Promise<{ nextauth: string[] }> };

const handler = async (request: NextRequest, context: RouteContext) => {
  const { nextauth } = await context.params;
  if (!isSignInRoute(request.method, nextauth)) {
    return problem(notFound('resource'), newId('request'));
  }
  const refused = refuseLongForm(request) ?? (await refuseCallbackUrl(request));
  if (refused) return refused;
  const slug = ssoSlugOf(request.method, nextauth);
  return slug === null
    ? NextAuth(request as never, context as never, signInOptions())
    : singleSignOnRoute(request, context, slug);
};

export { handler as GET, handler as POST };
