import { expect, type Page } from '@playwright/test';

export const PASSWORD = 'plain words, many of them';

/** Cookies of a browser that is signed in, as `newContext({ storageState })` takes them. */
export type SessionState = Awaited<ReturnType<ReturnType<Page['context']>['storageState']>>;

/** Opens a setup link and becomes the first administrator; ends on the overview, signed in. */
export async function becomeAdministrator(
  page: Page,
  setupUrl: string,
  person: { readonly name: string; readonly email: string },
): Promise<void> {
  await page.goto(setupUrl);
  await page.getByRole('textbox', { name: 'Name' }).fill(person.name);
  await page.getByRole('textbox', { name: 'Email' }).fill(person.email);
  await setPassword(page, 'Become the administrator');
}

/** Opens a link made for somebody who exists, and sets their password; ends on the overview. */
export async function acceptInvitation(page: Page, setupUrl: string): Promise<void> {
  await page.goto(setupUrl);
  await setPassword(page, 'Set password and sign in');
}

async function setPassword(page: Page, button: string): Promise<void> {
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Password again', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: button }).click();
  // The global setup waits here, too, and has no limits of the configuration.
  const overview = page.getByRole('heading', { level: 1, name: 'Overview' });
  await expect(overview).toBeVisible({ timeout: 45_000 });
}

/** Signs in by the form of the sign-in page; returns when the server has answered. */
export async function submitSignIn(page: Page, email: string, password: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  const answered = page.waitForResponse((response) =>
    response.url().includes('/api/auth/callback/credentials'),
  );
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await answered;
}
