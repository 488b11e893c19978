import { makePlaces } from './support/places';
import { expect, expectAccessible, signedInTest as test } from './support/test';

test('what others did to one’s token is told, counted, and read in one click', async ({
  page,
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'told', administrator.identityId);
  await control.post(`/tokens/${token}/suspend`, { reason: 'seen in a log' });
  const { last4 } = await control.get(`/tokens/${token}`);
  const title = `Token token told ••${last4} was suspended`;
  const row = page.getByRole('listitem').filter({ hasText: title });
  // The worker reads the change a moment later.
  await expect(async () => {
    await page.goto('/notices?show=unread');
    await expect(row).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(row).toContainText('The reason given: seen in a log.');
  await expectAccessible(page);
  await expect(page.getByRole('link', { name: /^Notices \d+ new$/ })).toBeVisible();

  await row.getByRole('button', { name: `Mark read: ${title}` }).click();
  await expect(row).toBeHidden();
  await page.getByRole('link', { name: 'All', exact: true }).click();
  await expect(row).not.toContainText('Unread');
  await row.getByRole('link', { name: title }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'token told' })).toBeVisible();
});
