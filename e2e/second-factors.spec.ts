import type { CDPSession, Page } from '@playwright/test';
import { authenticator } from './support/authenticator';
import { acceptInvitation, PASSWORD, submitSignIn } from './support/session';
import { expect, expectAccessible, test } from './support/test';
import { expectToast } from './support/toast';

const EMAIL = 'fay@example.com';

/** Passkeys are bound to a name, and the product listens at a number that is also called `localhost`. */
const named = (url: string) => url.replace('127.0.0.1', 'localhost');

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

  await page.goto(`${home}/settings/password`);
  await page.getByRole('button', { name: 'Rename Laptop' }).click();
  await page.getByLabel('New name of the passkey').fill('Old laptop');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expectToast(page, 'Passkey renamed');

  // The last one goes where a password is left, and nothing asks for a factor then.
  await page.getByRole('button', { name: 'Remove Old laptop' }).click();
  await expect(page.getByRole('button', { name: 'Remove Old laptop' })).toBeHidden();
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

test('an administrator clears factors that are lost, and the password alone lets in again', async ({
  page,
  browser,
  stage,
  control,
}) => {
  const home = named(stage.dashboardUrl);
  const invite = async (name: string) => {
    const email = `${name.toLowerCase()}@example.com`;
    const { id } = await control.post('/identities', { type: 'person', name, email });
    const { secret } = await control.post(`/identities/${id}/invite`, {});
    return { id, email, link: `${home}/setup#${secret}` };
  };
  const [gil, zoe] = [await invite('Gil'), await invite('Zoe')];
  await control.patch('/groups/administrators/members', { add: [{ identity: zoe.id }] });
  const context = await browser.newContext();
  const theirs = await context.newPage();
  await acceptInvitation(theirs, gil.link);
  await authenticator(theirs);
  await theirs.goto(`${home}/settings/password`);
  await theirs.getByLabel('Name of the passkey').fill('Phone');
  await theirs.getByRole('button', { name: 'Add a passkey' }).click();
  await theirs.getByRole('button', { name: 'I have kept them' }).click();

  // She has just signed in, and so has proved that it is her.
  await acceptInvitation(page, zoe.link);
  await page.goto(`${home}/people/${gil.id}`);
  await page.getByRole('button', { name: 'Clear factors' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Clear the second factors of Gil?' });
  await expect(dialog.getByText('1 open session')).toBeVisible();
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Clear factors' }).click();
  await expectToast(page, 'Gil has no second factor any more');
  // It has a button of the same name, and goes once the page is as it is then.
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Clear factors' })).toBeHidden();

  await signOut(theirs);
  await submitSignIn(theirs, gil.email, PASSWORD);
  await expect(theirs.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await theirs.goto(`${home}/notices`);
  await expect(theirs.getByText('The second factors of Gil were cleared').first()).toBeVisible();
  await context.close();
});
