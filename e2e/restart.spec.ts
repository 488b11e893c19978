import { startProduct } from './support/product';
import { becomeAdministrator } from './support/session';
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

test('a server that is started anew costs neither the page nor what is being typed', async ({
  browser,
}) => {
  test.setTimeout(600_000);
  const product = await startProduct();
  try {
    const page = await browser.newPage({ baseURL: product.dashboardUrl });
    const person = { name: 'Ada Byron', email: 'ada@example.com' };
    await becomeAdministrator(page, product.setupUrl ?? '', person);
    await page.goto('/people/new');
    await page.getByRole('textbox', { name: 'Name' }).fill('Rae of Restarts');
    await page.getByRole('checkbox', { name: 'Make an invitation link' }).uncheck();
    await product.halt();
    const email = page.getByRole('textbox', { name: 'Email' });
    await email.fill('rae@restarts.example.com');
    await page.getByRole('button', { name: 'Create person' }).click();
    await expect(email).toHaveValue('rae@restarts.example.com');
    await product.startAgain();
    const made = page.getByRole('heading', { level: 1, name: 'Rae of Restarts' });
    await expect(async () => {
      const again = page.getByRole('button', { name: 'Create person' });
      if (await again.isVisible()) await again.click({ timeout: 2_000 });
      await expect(made).toBeVisible({ timeout: 5_000 });
    }).toPass({ timeout: 120_000 });
    await page.goto('/people?q=Rae');
    await expect(page.getByRole('rowheader', { name: /Rae of Restarts/ })).toHaveCount(1);
  } finally {
    await product.stop();
  }
});
