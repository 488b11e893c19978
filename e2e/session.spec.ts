import { PASSWORD, submitSignIn } from './support/session';
import { expect, test, watchPage } from './support/test';

const ADMINISTRATOR = 'ada@example.com';

test('a wrong password and an unknown person get the same words', async ({ page, complaints }) => {
  await page.goto('/sign-in');
  const alert = page.getByRole('main').getByRole('alert');
  for (const email of [ADMINISTRATOR, 'nobody@example.com']) {
    await submitSignIn(page, email, 'not the password');
    await expect(alert).toContainText('The email or the password is wrong.');
    await expect(page.getByRole('textbox', { name: 'Email' })).toHaveValue(email);
  }
  expect(complaints.splice(0)).toEqual(Array(2).fill(expect.stringContaining('401')));
});

test('after five failures it says how long to wait, and the right password waits too', async ({
  page,
  complaints,
  control,
}) => {
  const email = 'throttled@example.com';
  await control.post('/identities', { type: 'person', name: 'Throttled', email });
  await page.goto('/sign-in');
  const alert = page.getByRole('main').getByRole('alert');
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    await submitSignIn(page, email, `guess ${attempt}`);
  }
  await expect(alert).toContainText(/Too many attempts\. Try again in 1[45] minutes\./);
  expect(complaints.splice(0)).toEqual(Array(6).fill(expect.stringContaining('401')));
});

test('a session ended from the server is signed out at its next request, and leads back', async ({
  page,
  control,
  administrator,
}) => {
  await page.setExtraHTTPHeaders({ 'User-Agent': 'the browser whose session ends' });
  await page.goto('/tokens');
  await expect(page).toHaveURL('/sign-in?callbackUrl=%2Ftokens');
  await submitSignIn(page, ADMINISTRATOR, PASSWORD);
  await expect(page.getByRole('heading', { level: 1, name: 'Tokens' })).toBeVisible();

  const { items } = await control.get(`/sessions?identity=${administrator.identityId}&limit=200`);
  const session = items.find(
    ({ userAgent }: { userAgent: string }) => userAgent === 'the browser whose session ends',
  );
  await control.post(`/sessions/${session.id}/end`, {});

  await page.getByRole('link', { name: 'APIs' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await expect(page.getByText('Your session has ended')).toBeVisible();
  await submitSignIn(page, ADMINISTRATOR, PASSWORD);
  await expect(page.getByRole('heading', { level: 1, name: 'APIs' })).toBeVisible();
});

test('a forged session cookie is nobody', async ({ browser, baseURL }) => {
  const forged = {
    garbage: 'garbage',
    empty: '',
    'unsigned JWT': `${btoa('{"alg":"none"}')}.${btoa('{"sessionId":"ses_0"}')}.`,
    'somebody else’s encryption': 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..AAAA.AAAA.AAAA',
    huge: 'x'.repeat(3_500),
  };
  for (const [kind, value] of Object.entries(forged)) {
    const context = await browser.newContext();
    await context.addCookies([
      { name: 'next-auth.session-token', value, url: baseURL ?? '', httpOnly: true },
    ]);
    const page = await context.newPage();
    const complaints = await watchPage(page);
    await page.goto('/settings/sessions');
    await expect(page, kind).toHaveURL('/sign-in?callbackUrl=%2Fsettings%2Fsessions');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
    expect(complaints, kind).toEqual([]);
    await context.close();
  }
});

test('signing in never leads to another site', async ({ page, baseURL }) => {
  await page.goto(`/sign-in?callbackUrl=${encodeURIComponent('https://evil.example/')}`);
  await submitSignIn(page, ADMINISTRATOR, PASSWORD);
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const elsewhere = [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    'tokens.evil.example',
  ];
  for (const wanted of elsewhere) {
    await page.goto(`/sign-in?callbackUrl=${encodeURIComponent(wanted)}`);
    await expect(page, wanted).toHaveURL('/');
  }
  const { csrfToken } = await (await page.request.get('/api/auth/csrf')).json();
  const answer = await page.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: ADMINISTRATOR, password: PASSWORD, callbackUrl: elsewhere[0] ?? '' },
    maxRedirects: 0,
  });
  expect(answer.status()).toBe(302);
  expect(new URL(answer.headers().location ?? '', baseURL).origin).toBe(baseURL);
});
