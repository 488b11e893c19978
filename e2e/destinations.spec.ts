import { startProduct } from './support/product';
import { becomeAdministrator } from './support/session';
import { expect, test } from './support/test';

test('a destination is created, says in words that its credential is missing, and is deleted', async ({
  page,
}) => {
  test.setTimeout(300_000);
  const product = await startProduct();
  try {
    const person = { name: 'Ada Byron', email: 'ada@example.com' };
    await page.goto(product.dashboardUrl);
    await becomeAdministrator(page, product.setupUrl ?? '', person);
    await page.goto(`${product.dashboardUrl}/settings/destinations`);
    await page.getByRole('link', { name: 'Create destination' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Build servers');
    await page.getByLabel('Owner').fill('acme');
    await page.getByLabel('Where the worker finds the credential').fill('env:NOT_SET_ANYWHERE');
    await page.getByRole('button', { name: 'Create destination' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Build servers' })).toBeVisible();
    await page.getByRole('button', { name: 'Dry run' }).click();
    await expect(page.getByLabel('What would be written')).toContainText('KEYWARD_TOKEN');
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await expect(page.getByText('It does not work')).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText('NOT_SET_ANYWHERE').first()).toBeVisible();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page
      .getByRole('dialog')
      .or(page.getByRole('alertdialog'))
      .getByRole('button', { name: 'Delete' })
      .click();
    await expect(page.getByText('No destination yet')).toBeVisible();
  } finally {
    // A page that is open still fetches, and would complain of the server's end.
    await page.goto('about:blank');
    await product.stop();
  }
});
