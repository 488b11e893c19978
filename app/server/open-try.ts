import type { NextRequest } from 'next/server';
import { paths } from '@/components/paths';
import { isRefusal } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import type { ProviderRow } from '@/domain/sso/provider-target';
import { isTestOpen, type OpenTest } from '@/domain/sso/settle-test';
import { database } from './database';
import { currentActor } from './session';

/** Where next-auth keeps the address to go back to; it is set together with the state of a sign-in. */
const COOKIE = /^(__Secure-)?next-auth\.callback-url$/;

/** The test that an address to go back to is about; null where it is about none of this provider. */
function testIn(address: string | undefined, slug: string): string | null {
  const { keywardUrl } = environment();
  if (address === undefined || !URL.canParse(address, keywardUrl)) return null;
  const url = new URL(address, keywardUrl);
  return url.pathname === paths.ssoProvider(slug) ? url.searchParams.get('test') : null;
}

/**
 * The test sign-in that this browser begins or comes back from. `elsewhere` where it is not one that
 * the session of this browser has begun and that is still open: then nobody is signed in either.
 */
export async function openTest(
  request: NextRequest,
  row: ProviderRow,
): Promise<OpenTest | 'elsewhere' | null> {
  const test = testIn(await addressOf(request), row.slug);
  if (test === null) return null;
  const by = await currentActor();
  if (isRefusal(by) || !(await isTestOpen(database(), row, test, by.via.id))) return 'elsewhere';
  return { test, session: by.via.id };
}

async function addressOf(request: NextRequest): Promise<string | undefined> {
  if (request.method === 'GET') {
    return request.cookies.getAll().find(({ name }) => COOKIE.test(name))?.value;
  }
  const form = new URLSearchParams(await request.clone().text());
  return form.get('callbackUrl') ?? undefined;
}
