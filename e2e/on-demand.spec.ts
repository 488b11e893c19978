import type { Page } from '@playwright/test';
import { makePlaces } from './support/places';
import { expect, openFully, signedInTest as test } from './support/test';

/** Every answer takes this much longer from now on. */
async function delayAnswers(page: Page, latencyMs: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
}

test('a dialog opens at the first key though its code is fetched late, and gives the focus back', async ({
  page,
}) => {
  await openFully(page, '/apis');
  await delayAnswers(page, 700);
  const button = page.getByRole('button', { name: 'Create API' });
  await button.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Create API' });
  await expect(page.getByRole('status').getByText('Opening')).toBeAttached();
  await expect(dialog.getByRole('textbox', { name: 'Name' })).toBeVisible();
  await expect(dialog.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('a dialog whose code cannot be fetched says so, and opens at the next try', async ({
  page,
  context,
  complaints,
}) => {
  await openFully(page, '/apis');
  await context.setOffline(true);
  const button = page.getByRole('button', { name: 'Create API' });
  await button.click();
  const dialog = page.getByRole('dialog', { name: 'Create API' });
  await expect(page.getByRole('alert').getByText('This could not be fetched')).toBeAttached();
  await expect(dialog).toBeHidden();
  await expect
    .poll(() => complaints.join('\n'))
    .toContain('A part of the page could not be fetched');
  await context.setOffline(false);
  await button.click();
  await expect(dialog).toBeVisible();
  // The browser's own words about being offline come when they please.
  const expected = /ERR_INTERNET_DISCONNECTED|could not be fetched/;
  complaints.splice(0, complaints.length, ...complaints.filter((told) => !expected.test(told)));
});

test('what is typed before a list is fetched is searched for in it', async ({
  page,
  control,
  administrator,
}) => {
  await makePlaces(control, 'on-demand', administrator.identityId);
  await openFully(page, '/tokens/new');
  await delayAnswers(page, 700);
  const group = page.getByRole('combobox', { name: 'Group' });
  await group.click();
  await page.keyboard.type('on-dem');
  await expect(group).toHaveAttribute('aria-expanded', 'false');
  await expect(page.getByRole('option', { name: 'Group on-demand' })).toBeVisible();
  await expect(group).toBeFocused();
  await expect(group).toHaveValue('on-dem');
  await page.keyboard.press('Enter');
  await expect(group).toHaveValue('Group on-demand');
  await expect(page.getByText('listParcels')).toBeVisible();
});

test('a click on a list before it is fetched opens it', async ({
  page,
  control,
  administrator,
}) => {
  await makePlaces(control, 'on-click', administrator.identityId);
  await openFully(page, '/tokens/new');
  await delayAnswers(page, 700);
  await page.getByRole('combobox', { name: 'Group' }).click();
  await page.getByRole('option', { name: 'Group on-click' }).click();
  await expect(page.getByRole('combobox', { name: 'Group' })).toHaveValue('Group on-click');
});
