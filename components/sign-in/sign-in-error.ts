import { formatDuration } from '@/components/format/format';
import { isSignOnReason, SIGN_ON_REASONS } from '@/domain/sso/sso-facts';

/** What a failed sign-in says; `code` is what the server's sign-in answers, with seconds after ":". */
export function signInError(code: string): { code: string; message: string } {
  const [name = '', seconds] = code.split(':');
  if (name === 'wrong_credentials') {
    return { code: name, message: 'The email or the password is wrong.' };
  }
  if (name === 'local_sign_in_off') {
    return { code: name, message: 'Passwords are switched off here. Sign in with a provider.' };
  }
  if (name === 'passkey_cloned') {
    return { code: name, message: 'Somebody may have a copy of this passkey: it lets nobody in.' };
  }
  if (name === 'passkey_refused') {
    return { code: name, message: 'This passkey isn’t known here.' };
  }
  if (name === 'too_many_attempts') {
    const wait = Number(seconds);
    const when = Number.isInteger(wait) && wait > 0 ? `in ${roughly(wait)}` : 'later';
    return { code: name, message: `Too many attempts. Try again ${when}.` };
  }
  if (isSignOnReason(name)) return { code: name, message: SIGN_ON_REASONS[name] };
  return { code: 'sign_in_failed', message: 'Signing in failed. Try again in a moment.' };
}

// Minutes are rounded up: who waits as long as it says must get in.
function roughly(seconds: number): string {
  return formatDuration(seconds < 90 ? seconds : Math.ceil(seconds / 60) * 60);
}
