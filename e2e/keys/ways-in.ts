import type { Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { authenticator } from '../support/authenticator';
import { journey } from '../support/journey';
import { makePerson, newBrowser } from '../support/others';
import { acceptInvitation, PASSWORD } from '../support/session';
import { untilHydrated } from '../support/test';

/** What an authenticator app shows for a secret that was typed into it. */
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret.replaceAll(' ', '')) }).generate();

/** Passkeys are bound to a name, and the product listens at a number that is also called `localhost`. */
const named = (url: string) => url.replace('127.0.0.1', 'localhost');

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.goto(new URL('/sign-in', page.url()).href);
  await untilHydrated(page);
}

export const WAYS_IN = journey(
  'ways in',
  async ({ control, page, browser, baseURL, me }) => {
    const home = named(baseURL);
    await authenticator(page);
    const lost = await makePerson(control, { name: 'Flo', email: 'flo@keys.example.com' });
    const theirs = await newBrowser(browser, home);
    await acceptInvitation(theirs.page, lost.link);
    await authenticator(theirs.page);
    await theirs.page.goto('/settings/password');
    await theirs.page.getByLabel('Name of the passkey').fill('Lost phone');
    await theirs.page.getByRole('button', { name: 'Add a passkey' }).click();
    await theirs.page.getByText('Your recovery codes').waitFor();
    await theirs.close();
    const { secret } = await control.post(`/identities/${me.id}/invite`, {});
    const path = `${home}/settings/password`;
    return { lost: `${home}/people/${lost.id}`, link: `${home}/setup#${secret}`, path };
  },
  {
    'setup.claim': async ({ keys, page, made }) => {
      await page.goto(made.link);
      await untilHydrated(page);
      await keys.type('Password', PASSWORD);
      await keys.type('Password again', PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    },
    'passkeys.add': async ({ keys, made }) => {
      await keys.open(made.path);
      await keys.type('Name of the passkey', 'Keys');
      await keys.button('Add a passkey');
      await keys.button('I have kept them');
    },
    'passkeys.rename': async ({ keys, page }) => {
      await keys.button('Rename Keys');
      await keys.type('New name of the passkey', 'Old keys');
      await page.keyboard.press('Enter');
    },
    'sessions.createByPasskey': async ({ keys, page }) => {
      await signOut(page);
      await keys.button('Sign in with a passkey');
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    },
    'sessions.create': async ({ keys, page, me }) => {
      await signOut(page);
      await keys.type('Email', me.email);
      await keys.type('Password', PASSWORD);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: 'Second factor' }).waitFor();
    },
    'sessions.prove': async ({ keys, page, made }) => {
      await keys.button('Use a passkey');
      await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
      await keys.open(made.path);
    },
    'recoveryCodes.renew': async ({ keys }) => {
      await keys.button('Make new codes');
      await keys.button('I have kept them');
    },
    'totp.begin': ({ keys }) => keys.button('Set up an authenticator app'),
    'totp.confirm': async ({ keys, page }) => {
      const shown = await page.getByText(/^[A-Z2-7]{4}( [A-Z2-7]{1,4})+$/).textContent();
      await keys.type('Code that it shows', codeOf(shown ?? ''));
      await keys.button('Confirm');
    },
    'totp.remove': ({ keys }) => keys.button('Remove the app'),
    'passkeys.remove': ({ keys }) => keys.button('Remove Old keys'),
    'passwords.change': async ({ keys, page, made }) => {
      await keys.open(made.path);
      await keys.type('Current password', PASSWORD);
      await keys.type('New password', `${PASSWORD} and more`);
      await keys.type('New password again', `${PASSWORD} and more`);
      await page.keyboard.press('Enter');
    },
    'identities.clearFactors': async ({ keys, made }) => {
      await keys.open(made.lost);
      await keys.button('Clear factors');
      await keys.confirm('Clear factors');
    },
  },
);
