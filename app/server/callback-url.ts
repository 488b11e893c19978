import type { NextRequest } from 'next/server';
import { z } from 'zod';
import { newId } from '@/domain/base/ids';
import { refuse } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import { malformed, problem } from './problem';

const COOKIE = /^(__Secure-)?next-auth\.callback-url$/;

/** An email, a password, and where to go. */
const MAX_FORM_BYTES = 16_384;

/** Answers 413 to a form nobody needs to read; null where it is short, and says so. */
export function refuseLongForm(request: NextRequest): Response | null {
  const length = request.headers.get('content-length');
  if (request.method !== 'POST' || (length !== null && Number(length) <= MAX_FORM_BYTES))
    return null;
  const detail = `The form must say that it is no longer than ${MAX_FORM_BYTES} bytes.`;
  return problem(refuse('too_large', 'form_too_large', detail), newId('request'));
}

/** What next-auth can read: a path, or an address of the web. */
function isReadable(value: string): boolean {
  const base = value.startsWith('/') ? environment().keywardUrl : undefined;
  return URL.canParse(value, base) && /^https?:$/.test(new URL(value, base).protocol);
}

/**
 * Answers 400 where an address to go back to can't be read, which next-auth would answer with a
 * fault: in the query, the form or the cookie, which is then forgotten. Null where all can be.
 */
export async function refuseCallbackUrl(request: NextRequest): Promise<Response | null> {
  const cookies = request.cookies.getAll().filter(({ name }) => COOKIE.test(name));
  const inForm = await formOf(request);
  const given = [
    ...request.nextUrl.searchParams.getAll('callbackUrl'),
    ...(inForm ?? []),
    ...cookies.map(({ value }) => value),
  ];
  if (inForm !== null && given.filter(Boolean).every(isReadable)) return null;
  const detail = 'The address to go back to (callbackUrl) can’t be read.';
  const answer = malformed('malformed_callback_url', detail, newId('request'));
  for (const { name } of cookies) {
    const secure = name.startsWith('__Secure-') ? '; Secure' : '';
    answer.headers.append('Set-Cookie', `${name}=; Path=/; Max-Age=0; HttpOnly${secure}`);
  }
  return answer;
}

/** The addresses in the body; null where it is not what its type says. */
async function formOf(request: NextRequest): Promise<string[] | null> {
  if (request.method !== 'POST') return [];
  const type = request.headers.get('content-type') ?? '';
  const text = await request.clone().text();
  if (!type.includes('application/json')) return new URLSearchParams(text).getAll('callbackUrl');
  try {
    const { callbackUrl } = z
      .object({ callbackUrl: z.string().optional() })
      .parse(JSON.parse(text));
    return callbackUrl === undefined ? [] : [callbackUrl];
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return null;
    throw error;
  }
}
