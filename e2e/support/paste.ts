import type { Page } from '@playwright/test';

/** The one field of the page Respond. */
export const secretField = (page: Page) =>
  page.getByRole('searchbox', { name: 'Secret, token, person, group or IP address' });

/** Pastes as a person does, from the clipboard, with the keys. */
export async function pasteSecret(page: Page, secret: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), secret);
  await page.keyboard.press('Control+V');
}
