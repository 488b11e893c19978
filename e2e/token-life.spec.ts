import { makePlaces } from './support/places';
import { expect, expectAccessible, signedInTest as test } from './support/test';

test.use({ reducedMotion: 'reduce' });

test('a token’s life is on its page, one click away, and each line leads to its event', async ({
  page,
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'life', administrator.identityId);
  await control.post(`/tokens/${token}/suspend`, { reason: 'odd hours' });
  await control.post(`/tokens/${token}/resume`, {});
  await control.post(`/tokens/${token}/rotate`, { overlapSeconds: 600 });

  await page.goto(`/tokens/${token}`);
  await page.getByRole('link', { name: 'Activity' }).click();
  const life = page.getByRole('region', { name: 'Life' });
  const list = life.getByRole('list', { name: 'What happened, oldest first' });
  await expect(list.getByRole('listitem')).toContainText([
    ...['Created by', 'Suspended by', 'Resumed by', 'Rotated by', 'Retires'],
  ]);
  await expect(life.getByText(/Overlap with its successor .* to come/)).toBeVisible();
  await expectAccessible(page);

  await list.getByRole('listitem').filter({ hasText: 'odd hours' }).getByRole('link').click();
  await expect(page).toHaveURL(/\/audit\?event=/);
  const details = page.getByRole('complementary', { name: 'Details' });
  await expect(details.getByText('tokens.suspend', { exact: true })).toBeVisible();
});
