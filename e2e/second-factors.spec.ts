import type { CDPSession, Page } from '@playwright/test';
import { acceptInvitation, PASSWORD, submitSignIn } from './support/session';
import { expect, expectAccessible, test } from './support/test';

const EMAIL = 'fay@example.com';

/** Passkeys are bound to a name, and the product listens at a number that is also called `localhost`. */
const named = (url: string) => url.replace('127.0.0.1', 'localhost');

async function authenticator(page: Page) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { cdp, authenticatorId };
}

/** Puts the authenticator's copy of the passkey back to where its counter was. */
async function rewind(cdp: CDPSession, authenticatorId: string) {
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId });
  const [credential] = credentials;
  if (!credential) throw new Error('the authenticator has no passkey');
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await cdp.send('WebAuthn.addCredential', {
    authenticatorId,
    credential: { ...credential, signCount: 0 },
  });
}

async function signOut(page: Page) {
  await page.context().clearCookies();
  await page.goto(named(new URL('/sign-in', page.url()).href));
}

test('a passkey signs in alone and after a password, and a copy of it lets nobody in', async ({
  page,
  stage,
  control,
  complaints,
}) => {
  const { id } = await control.post('/identities', { type: 'person', name: 'Fay', email: EMAIL });
  const { secret } = await control.post(`/identities/${id}/invite`, {});
  const home = named(stage.dashboardUrl);
  await acceptInvitation(page, `${home}/setup#${secret}`);
  const { cdp, authenticatorId } = await authenticator(page);

  await page.goto(`${home}/settings/password`);
  await page.getByLabel('Name of the passkey').fill('Laptop');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await expect(page.getByText('Your recovery codes')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText('10 codes left.')).toBeVisible();

  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();

  await signOut(page);
  await submitSignIn(page, EMAIL, PASSWORD);
  await expect(page.getByRole('heading', { level: 1, name: 'Second factor' })).toBeVisible();
  await page.goto(`${home}/tokens`);
  await expect(page.getByRole('heading', { level: 1, name: 'Second factor' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Use a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tokens' })).toBeVisible();

  // The last one goes where a password is left, and nothing asks for a factor then.
  await page.goto(`${home}/settings/password`);
  await page.getByRole('button', { name: 'Remove Laptop' }).click();
  await expect(page.getByRole('button', { name: 'Remove Laptop' })).toBeHidden();
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await page.getByLabel('Name of the passkey').fill('Copied');
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByRole('button', { name: 'I have kept them' }).click();

  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await rewind(cdp, authenticatorId);
  await signOut(page);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
  await expect(page.getByText('Somebody may have a copy of this passkey')).toBeVisible();
  const { items } = await control.get('/audit?q=action:passkeys.markCloned');
  expect(items).toHaveLength(1);
  complaints.splice(0);
});
