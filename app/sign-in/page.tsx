import { redirect } from 'next/navigation';
import { database } from '@/app/server/database';
import { currentActor, owesFactor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { BarePage } from '@/components/shell/bare-page';
import { AddressNotice } from '@/components/sign-in/address-notice';
import { BreakGlassEntry } from '@/components/sign-in/break-glass-entry';
import { PasskeySignIn } from '@/components/sign-in/passkey-sign-in';
import { ProviderButtons } from '@/components/sign-in/provider-buttons';
import { returnPath } from '@/components/sign-in/return-path';
import { signInError } from '@/components/sign-in/sign-in-error';
import { SignInForm } from '@/components/sign-in/sign-in-form';
import { Notice } from '@/components/ui/notice';
import { isLocalSignInOff } from '@/domain/authority/can-sign-in';
import { isRefusal } from '@/domain/base/refusal';
import { environment } from '@/domain/environment/env';
import { listSignInProviders } from '@/domain/sso/provider-target';

export const metadata = { title: 'Sign in' };

type Parameters = Record<string, string | string[] | undefined>;

export default async function SignInPage(props: { searchParams: Promise<Parameters> }) {
  const { callbackUrl, reason, error } = await props.searchParams;
  const returnTo = returnPath(typeof callbackUrl === 'string' ? callbackUrl : undefined);
  const actor = await currentActor();
  if (!isRefusal(actor)) redirect(returnTo);
  if (owesFactor(actor)) redirect(paths.secondFactor({ callbackUrl: returnTo }));
  const address = environment().keywardUrl;
  const providers = await listSignInProviders(database());
  const isOff = await isLocalSignInOff(database());
  return (
    <BarePage title="Sign in">
      <AddressNotice address={address} />
      {reason === 'session_ended' && (
        <Notice tone="info" title="Your session has ended">
          Sign in again to go on where you were.
        </Notice>
      )}
      {reason === 'signed_out' && <Notice tone="ok" title="You are signed out" />}
      {typeof error === 'string' && <Notice tone="danger" title={signInError(error).message} />}
      <ProviderButtons providers={providers} returnTo={returnTo} address={address} />
      {isOff ? (
        <BreakGlassEntry>
          <SignInForm returnTo={returnTo} address={address} />
          <PasskeySignIn returnTo={returnTo} address={address} />
        </BreakGlassEntry>
      ) : (
        <>
          {providers.length > 0 && (
            <p className="flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
              or with a password
            </p>
          )}
          <SignInForm returnTo={returnTo} address={address} focus={providers.length === 0} />
          <PasskeySignIn returnTo={returnTo} address={address} />
          <p className="text-sm text-muted">
            No account, or no password yet? An administrator makes you a one-time link.
          </p>
        </>
      )}
    </BarePage>
  );
}
