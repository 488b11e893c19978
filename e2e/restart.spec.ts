import { expect, signedInTest as test } from './support/test';

test.use({ reducedMotion: 'reduce' });

test('while the server is away the page and what was typed stay, and it goes on by itself', async ({
  page,
  context,
  complaints,
}) => {
  await page.goto('/people');
  const search = page.getByRole('searchbox', { name: 'Search name, email, slug' });
  await expect(page.getByRole('table')).toBeVisible();
  await context.setOffline(true);
  await search.fill('Ada');
  await expect(page.getByText(/Keyward is not reached since \d\d:\d\d/)).toBeVisible();
  await expect(search).toHaveValue('Ada');
  await expect(page.getByRole('table').getByRole('row').nth(1)).toBeVisible();
  await context.setOffline(false);
  await expect(page.getByText(/Keyward is not reached/)).toBeHidden();
  await expect(page.getByRole('rowheader', { name: /Ada Byron/ })).toBeVisible();
  await expect(page).toHaveURL(/q=Ada/);
  // The browser itself notes each try.
  complaints.splice(0);
});
