import { expect, test } from 'vitest';
import { signInError } from './sign-in-error';

test('wrong credentials do not tell which part is wrong', () => {
  expect(signInError('wrong_credentials').message).toBe('The email or the password is wrong.');
});

test('a throttled sign-in says how long to wait, never too short', () => {
  expect(signInError('too_many_attempts:841').message).toBe(
    'Too many attempts. Try again in 15 minutes.',
  );
  expect(signInError('too_many_attempts:40').message).toContain('40 seconds');
  expect(signInError('too_many_attempts').message).toContain('later');
});

test('codes we have no words for are not shown as they came', () => {
  expect(signInError('<b>CredentialsSignin</b>')).toEqual({
    code: 'sign_in_failed',
    message: 'Signing in failed. Try again in a moment.',
  });
});
