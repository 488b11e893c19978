import type { NextRequest } from 'next/server';
import { paths } from '@/components/paths';
import { isRefusal } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import { endLink, type OpenLink } from '@/domain/sso/link-account';
import { endProof, type OpenProof } from '@/domain/sso/prove-at-provider';
import type { ProviderRow } from '@/domain/sso/provider-target';
import type { ComeBack } from '@/domain/sso/redeem-code';
import { endTest, type OpenTest, openIntent } from '@/domain/sso/settle-test';
import type { SignOnDoor } from '@/domain/sso/single-sign-on';
import type { SignOnReason } from '@/domain/sso/sso-facts';
import { database } from './database';
import { currentActor } from './session';

/** Where next-auth keeps the address to go back to; it is set together with the state of a sign-in. */
const COOKIE = /^(__Secure-)?next-auth\.callback-url$/;

/** A way to a provider and back that opens no session. */
export type OpenTry =
  | ({ readonly intent: 'test' } & OpenTest)
  | ({ readonly intent: 'link' } & OpenLink)
  | ({ readonly intent: 'proof' } & OpenProof);

/** The try that an address to go back to is about; null where it is about none of this provider. */
function tryIn(address: string | undefined, slug: string): string | null {
  const { keywardUrl } = environment();
  if (address === undefined || !URL.canParse(address, keywardUrl)) return null;
  const { pathname, searchParams } = new URL(address, keywardUrl);
  if (pathname === paths.ssoProvider(slug)) return searchParams.get('test');
  if (pathname === paths.proof()) return searchParams.get('proof');
  return pathname === paths.linkedAccounts() ? searchParams.get('link') : null;
}

/**
 * The try that this browser begins or comes back from. `elsewhere` where it is not one that the session
 * of this browser has begun and that is still open: then nobody is signed in either.
 */
export async function openTry(
  request: NextRequest,
  row: ProviderRow,
): Promise<OpenTry | 'elsewhere' | null> {
  const id = tryIn(await addressOf(request), row.slug);
  if (id === null) return null;
  const by = await currentActor();
  if (isRefusal(by)) return 'elsewhere';
  const session = by.via.id;
  const intent = await openIntent(database(), row, id, session);
  if (intent === 'test') return { intent, test: id, session };
  if (intent === null || !row.enabled) return 'elsewhere';
  const trip = { session, person: { id: by.id, name: by.name } };
  return intent === 'link' ? { intent, link: id, ...trip } : { intent, proof: id, ...trip };
}

async function addressOf(request: NextRequest): Promise<string | undefined> {
  if (request.method === 'GET') {
    return request.cookies.getAll().find(({ name }) => COOKIE.test(name))?.value;
  }
  const form = new URLSearchParams(await request.clone().text());
  return form.get('callbackUrl') ?? undefined;
}

/** Ends a try with what came back, or with why nothing did. @returns the page that says what came of it */
export async function endTry(
  door: SignOnDoor,
  row: ProviderRow,
  open: OpenTry,
  back: ComeBack | { readonly failure: SignOnReason; readonly note?: string | undefined },
): Promise<string> {
  if (open.intent === 'test') {
    await endTest(door, row, open, back);
    return paths.ssoProvider(row.slug, { test: open.test });
  }
  if (open.intent === 'proof') {
    const failure = await endProof(door, row, open, back);
    return paths.proof({ outcome: failure ?? 'proven' });
  }
  const failure = await endLink(door, row, open, back);
  return paths.linkedAccounts({ outcome: failure ?? 'linked' });
}
