import type { Page } from '@playwright/test';
import { makePlaces } from './support/places';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

/** Opens the palette, types, and waits for what is found. */
async function find(page: Page, text: string, found: RegExp) {
  await page.keyboard.press('Control+K');
  await expect(page.getByRole('combobox', { name: 'Search and commands' })).toBeFocused();
  await page.keyboard.type(text);
  const option = page.getByRole('option', { name: found });
  await expect(option).toBeVisible();
  return option;
}

test('the palette leads from an operation to who can call it, and revokes by a verb', async ({
  page,
  control,
  administrator,
}) => {
  const { api, token } = await makePlaces(control, 'verbal', administrator.identityId);
  await page.goto('/');
  await (await find(page, 'listParcels verbal', /GET \/parcels.*verbal/)).click();
  await expect(page).toHaveURL(new RegExp(`/apis/${api}\\?tab=callers&operation=listParcels`));
  await expect(page.getByRole('link', { name: 'Ada Byron' }).first()).toBeVisible();

  const revoke = await find(page, 'revoke token verbal', /^Revoke token verbal ••/);
  await expectAccessible(page);
  await revoke.click();
  await expectToast(page, 'token verbal revoked');
  expect((await control.get(`/tokens/${token}`)).status).toBe('revoked');
});

test('people come before their tokens', async ({ page }) => {
  await page.goto('/');
  await find(page, 'Ada Byron', /^Ada Byron/);
  const headings = page.getByRole('listbox').locator('[id]', { hasText: /^(People|Tokens)/ });
  await expect(headings.first()).toContainText('People');
});
