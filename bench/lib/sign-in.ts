const cookiesOf = (answer: Response): string[] =>
  answer.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');

/** Signs in with a password, as the sign-in page does. @returns the cookie of the session */
export async function signIn(url: string, email: string, password: string): Promise<string> {
  const begun = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await begun.json()) as { csrfToken: string };
  const body = new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString();
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      cookie: cookiesOf(begun).join('; '),
    },
    body,
  });
  const session = cookiesOf(answer).find((one) => one.startsWith('next-auth.session-token='));
  if (!session) throw new Error(`${email} was not signed in: ${answer.status}`);
  return session;
}
