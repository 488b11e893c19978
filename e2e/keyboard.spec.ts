import type { Page } from '@playwright/test';
import { expectFocusRing, tabTo } from './support/keys';
import { makePlaces } from './support/places';
import { expect, signedInTest as test } from './support/test';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** Opens a page that is ready for keys: they are listened to once the search button answers. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(async () => {
    await page.keyboard.press('?');
    await expect(help).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
}

/** Again where a busy machine let more than the second pass that lies between the two keys. */
async function goTo(page: Page, letter: string, name: string): Promise<void> {
  await expect(async () => {
    await page.keyboard.type(`g${letter}`);
    await expect(heading(page, name)).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 90_000 });
}

test('the first Tab reaches the skip link, which leads past the navigation', async ({ page }) => {
  await page.goto('/tokens');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await expectFocusRing(skip);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('main').locator(':focus')).toHaveCount(1);
});

test('g and a letter go to a section, and not while one types', async ({
  page,
  control,
  administrator,
}) => {
  await makePlaces(control, 'keys-go', administrator.identityId);
  await open(page, '/');
  for (const [letter, name] of [
    ['t', 'Tokens'],
    ['i', 'APIs'],
    ['s', 'Settings'],
    ['o', 'Overview'],
    ['r', 'Respond'],
  ] as const) {
    await goTo(page, letter, name);
  }
  await open(page, '/tokens');
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox', { name: 'Search name, person, id, last four' });
  await expect(search).toBeFocused();
  await page.keyboard.type('gt');
  await expect(search).toHaveValue('gt');
  await expect(heading(page, 'Tokens')).toBeVisible();
});

test('the palette opens, finds and goes, by keys alone', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('Control+K');
  const field = page.getByRole('combobox', { name: 'Search and commands' });
  await expect(field).toBeFocused();
  await page.keyboard.type('sett');
  await expect(page.getByRole('option', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings/);
  await expect(heading(page, 'Settings')).toBeVisible();
  await page.keyboard.press('Control+K');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
});

test('a group is created by keys alone', async ({ page, control }) => {
  await open(page, '/');
  await goTo(page, 'g', 'Groups');
  await tabTo(page, page.getByRole('link', { name: 'Create group' }).first());
  await page.keyboard.press('Enter');
  await expect(heading(page, 'Create group')).toBeVisible();
  await tabTo(page, page.getByRole('textbox', { name: 'Name', exact: true }));
  await page.keyboard.type('By Keys');
  await tabTo(page, page.getByRole('textbox', { name: 'Slug' }));
  await page.keyboard.press('Enter');
  await expect(heading(page, 'By Keys')).toBeVisible();
  expect((await control.get('/groups/by-keys')).name).toBe('By Keys');
});

test('a token is created by keys alone, and its secret stays until it is confirmed', async ({
  page,
  control,
  administrator,
}) => {
  await makePlaces(control, 'keys-mint', administrator.identityId);
  await page.goto('/tokens/new');
  await expect(page.getByRole('textbox', { name: 'Purpose' })).toBeFocused();
  await page.keyboard.type('made by keys');
  await tabTo(page, page.getByRole('combobox', { name: 'Group' }));
  await page.keyboard.type('keys-mint');
  await page.keyboard.press('Enter');
  await expect(page.getByText('listParcels')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Acts for' })).toHaveValue('Ada Byron');
  await tabTo(page, page.getByRole('checkbox', { name: 'keys-mint/parcels:read' }));
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Create token' }));
  await page.keyboard.press('Enter');

  const dialog = page.getByRole('alertdialog', { name: 'made by keys is ready' });
  const secret = dialog.getByRole('textbox', { name: 'Secret' });
  await expect(secret).toHaveValue(/^kwp_[0-9A-Za-z]{36}$/);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeVisible();
  await tabTo(page, dialog.getByRole('checkbox', { name: 'I have stored it in a safe place' }));
  await page.keyboard.press('Space');
  await tabTo(page, dialog.getByRole('button', { name: 'Done' }));
  await page.keyboard.press('Enter');
  await expect(heading(page, 'made by keys')).toBeVisible();
});

test('a token is revoked from its row, and the undo is reached, by keys alone', async ({
  page,
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'keys-revoke', administrator.identityId);
  const status = async () => (await control.get(`/tokens/${token}`)).status;
  await page.goto('/tokens?q=keys-revoke');
  const menu = page.getByRole('button', { name: 'Actions for token keys-revoke' });
  await tabTo(page, menu);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Open' })).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'Revoke' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('token keys-revoke revoked')).toBeVisible();
  await expect.poll(status).toBe('revoked');
  await page.keyboard.press('F6');
  await tabTo(page, page.getByRole('button', { name: 'Undo' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('token keys-revoke works as before')).toBeVisible();
  expect(await status()).toBe('active');
});
